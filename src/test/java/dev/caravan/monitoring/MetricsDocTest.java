package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of meters lists what the code has, and what is watched is what there is. */
class MetricsDocTest {

  /** As Micrometer's builders and shortcuts are called here. */
  private static final Pattern METER =
      Pattern.compile(
          "(?:(?:builder|counter|summary|timer|gauge|figure)\\(\\s*)\"(caravan\\.[a-z.]+)\"");

  private static Set<String> coded() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        Matcher meters = METER.matcher(Files.readString(source));
        while (meters.find()) {
          names.add(meters.group(1).replace('.', '_'));
        }
      }
    }
    return names;
  }

  /** What Prometheus appends to a name tells what is counted, and in what. */
  private static boolean isMeter(String documented, String coded) {
    return documented.startsWith(coded)
        && documented
            .substring(coded.length())
            .matches("(_bytes)?(_total)?|(_seconds|_rows)?(_bucket|_count|_sum|_max)");
  }

  @Test
  void listsEveryMeterOfTheCode() throws IOException {
    // Given
    Set<String> documented = KnownSeries.documented();
    Set<String> coded = coded();

    // Then
    assertThat(coded).hasSizeGreaterThan(30);
    assertThat(coded)
        .allSatisfy(name -> assertThat(documented).anyMatch(each -> isMeter(each, name)));
    assertThat(documented.stream().filter(each -> each.startsWith("caravan_")))
        .allSatisfy(each -> assertThat(coded).anyMatch(name -> isMeter(each, name)));
  }

  @Test
  void rulesAndDashboardsAskForWhatThereIs() {
    // Given
    Set<String> known = KnownSeries.documented();
    known.addAll(KnownSeries.ofPartsThatAreNotHere());
    known.addAll(KnownSeries.recorded());

    // When
    Set<String> asked = new TreeSet<>();
    MonitoringFiles.rules().forEach(rule -> asked.addAll(PromqlNames.in(rule.expression())));
    for (Panel panel : Panel.all()) {
      panel.prometheus().forEach(query -> asked.addAll(PromqlNames.in(query)));
    }
    // What the others tell is looked for where they run.
    asked.removeIf(
        name ->
            List.of("pg_", "node_", "ClickHouseMetrics_", "ClickHouseProfileEvents_").stream()
                .anyMatch(name::startsWith));
    asked.removeIf(name -> name.matches("up|scrape_.*|alertmanager_.*|prometheus_.*"));

    // Then
    assertThat(known).containsAll(asked);
  }
}
