package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.monitoring.stack.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' and Alertmanager's own tools take what is shipped, and see each rule work. */
class PromtoolIT {

  private static final String START = "prometheus/alertmanager/start";

  @BeforeAll
  static void programsAreThere() {
    NeededPrograms.check();
  }

  /** What a command prints; it must end with 0. */
  private static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static List<String> promtool(List<Path> files, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Programs.PROMTOOL.path()));
    command.addAll(List.of(arguments));
    files.forEach(file -> command.add(file.toString()));
    return command;
  }

  @Test
  void takesTheConfiguration() throws Exception {
    assertThat(
            run(
                Map.of(),
                promtool(
                    List.of(MonitoringFiles.PROMETHEUS.resolve("prometheus.yml")),
                    "check",
                    "config",
                    "--lint-fatal")))
        .contains("is valid prometheus config file");
  }

  @Test
  void seesEachRuleQuietFiringAndOver() throws Exception {
    // Given
    List<Path> tests = MonitoringFiles.in(MonitoringFiles.RULE_TESTS, ".yml");

    // When
    String printed = run(Map.of(), promtool(tests, "test", "rules"));

    // Then
    assertThat(printed.lines().filter(line -> line.strip().equals("SUCCESS"))).hasSameSizeAs(tests);
  }

  @Test
  void alertmanagerTakesWhatBecomesOfItsConfiguration(@TempDir Path folder) throws Exception {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("ALERT_WEBHOOK", "http://hook.example/a?b='c'&d=\"e\""),
            Map.of(
                "ALERT_EMAIL", "team@shop.example",
                "ALERT_EMAIL_CRITICAL", "duty@shop.example",
                "ALERT_SMTP_HOST", "mail.example:587",
                "ALERT_SMTP_USER", "caravan",
                "ALERT_SMTP_PASSWORD_FILE", "/run/secrets/smtp",
                "ALERT_WEBHOOK_WATCHDOG", "http://watch.example"))) {
      // When
      String configuration = run(environment, List.of(START, "--print"));

      // Then
      Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);
      assertThat(run(Map.of(), List.of(Programs.AMTOOL.path(), "check-config", file.toString())))
          .contains("SUCCESS", "3 receivers");
      environment.forEach(
          (name, value) ->
              assertThat(configuration).contains("'" + value.replace("'", "''") + "'"));
      assertThat(configuration).doesNotContain("${").doesNotContain("#if");
    }
  }

  @Test
  void alertmanagerSendsEachSeverityWhereItBelongs(@TempDir Path folder) throws Exception {
    // Given
    String configuration =
        run(Map.of("ALERT_WEBHOOK", "http://hook.example"), List.of(START, "--print"));
    Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);

    // Then
    for (Rule alert : MonitoringFiles.alerts()) {
      String severity = alert.labels().get("severity");
      String printed =
          run(
              Map.of(),
              List.of(
                  Programs.AMTOOL.path(),
                  "config",
                  "routes",
                  "test",
                  "--config.file=" + file,
                  "severity=" + severity,
                  "alertname=" + alert.name()));
      assertThat(printed.lines().toList())
          .as(alert.name())
          .contains(severity.equals("none") ? "watchdog" : severity);
    }
  }

  @Test
  void aWrongReceiverIsNamed() throws Exception {
    // Given
    ProcessBuilder builder = new ProcessBuilder(START, "--print").redirectErrorStream(true);
    builder.environment().put("ALERT_EMAIL", "team@shop.example");

    // When
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(printed).contains("ALERT_SMTP_HOST is not; set it to host:port");
  }
}
