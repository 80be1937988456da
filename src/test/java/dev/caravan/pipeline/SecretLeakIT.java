package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.SecuredSandbox;
import dev.caravan.sandbox.SecuredSandbox.Secured;
import dev.caravan.workload.InventorySchema;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No secret is to be read anywhere, however much is logged and whatever goes wrong. */
@Tag("native")
@ExtendWith(SecuredSandbox.class)
class SecretLeakIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TOKEN = "control-t0ken-4c6a9be1d2";
  private static final String WRONG = "wrong-S3cret-3f8e";
  private static final String IN_A_ROUTE = "route-S3cret-6d1c";

  private static final Map<String, String> TALKATIVE =
      Map.of(
          "dev.caravan", "TRACE",
          "io.debezium", "TRACE",
          "com.clickhouse", "TRACE",
          "org.postgresql", "TRACE",
          "org.apache.camel", "DEBUG",
          "org.apache.kafka", "DEBUG",
          "org.apache.hc", "DEBUG");

  @Test
  void nothingShowsASecretWhileAllWorks(Secured secured, @TempDir Path routes) throws Exception {
    try (SecuredPipeline encrypted = new SecuredPipeline(secured)) {
      // Given
      IsolatedPipeline pipeline = encrypted.pipeline();
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'first')");
      encrypted.role("sql/postgres-role.sql", "inventory.orders");
      write(routes, "orders", "inventory.orders", "clickhouse:orders_final", "");
      String jaas =
          "saslJaasConfig=RAW(x required username=\"u\" password=\"" + IN_A_ROUTE + "\";)";
      write(routes, "unknown", "inventory.a?" + jaas + "&noSuchOption=1", "clickhouse:a_final", "");
      write(routes, "other", "inventory.b?" + jaas, "clickhouse:b_final", "");
      write(
          routes,
          "parameters",
          "inventory.c",
          "clickhouse:c_final",
          "\n      parameters:\n        sslKeyPassword: " + IN_A_ROUTE);

      // When
      Application application = encrypted.start(talkative(encrypted.application().routes(routes)));
      pipeline.awaitEqual(InventorySchema.ORDERS);
      pipeline.sql("INSERT INTO inventory.orders VALUES (2, 0, 0, 'second')");
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // Then
      assertThat(application.log()).contains("DEBUG", "TRACE", "unknown.camel.yaml is refused");
      hides(application, encrypted);
    }
  }

  @Test
  void nothingShowsASecretWhenNothingWorks(Secured secured, @TempDir Path routes) throws Exception {
    try (SecuredPipeline encrypted = new SecuredPipeline(secured)) {
      // Given a password that is wrong everywhere
      encrypted.pipeline().sql(Ledger.TABLE);
      encrypted.role("sql/postgres-role.sql", "inventory.orders");
      write(routes, "orders", "inventory.orders", "clickhouse:orders_final", "");
      Files.createDirectory(routes.resolve("config"));
      Files.writeString(
          routes.resolve("config/application.properties"),
          "caravan.kafka.properties.\"sasl.jaas.config\"=no \"" + WRONG + "\"");

      // When
      Application capture =
          encrypted.start(
              talkative(
                  encrypted
                      .application()
                      .routes(routes)
                      .set("caravan.role", "capture")
                      .set("caravan.postgres.password", WRONG)));
      Application deliver =
          encrypted.start(
              talkative(
                  encrypted
                      .application()
                      .routes(routes)
                      .set("caravan.role", "deliver")
                      .workingDirectory(routes)
                      .set("caravan.deliver.clickhouse.password", WRONG)));

      // Then
      assertThat(capture.exitCode()).isEqualTo(1);
      assertThat(capture.log()).contains("Caravan stops", "caravan.postgres.password");
      hides(capture, encrypted);
      await()
          .atMost(LIMIT)
          .until(() -> deliver.log().contains("orders") && deliver.log().contains("DEBUG"));
      await().atMost(LIMIT).ignoreExceptions().until(() -> !health(deliver).isEmpty());
      hides(deliver, encrypted);
    }
  }

  private static void write(Path routes, String id, String from, String to, String parameters)
      throws IOException {
    Files.writeString(
        routes.resolve(id + ".camel.yaml"),
        """
        - route:
            id: %s
            from:
              uri: '%s'%s
              steps:
                - to: %s
        """
            .formatted(id, "kafka:{{caravan.topic-prefix}}." + from, parameters, to));
  }

  private static Application.Builder talkative(Application.Builder builder) {
    builder.set("quarkus.log.min-level", "TRACE").set("caravan.control.token", TOKEN);
    TALKATIVE.forEach(
        (category, level) -> builder.set("quarkus.log.category.\"" + category + "\".level", level));
    return builder;
  }

  private static String health(Application application) {
    return get(application.url() + "/q/health").asString();
  }

  private static void hides(Application application, SecuredPipeline encrypted) throws IOException {
    List<String> secrets = new ArrayList<>(encrypted.secrets());
    secrets.addAll(List.of(TOKEN, WRONG, IN_A_ROUTE));
    List<String> shown = new ArrayList<>(List.of("log", application.log()));
    if (application.isAlive()) {
      shown.addAll(List.of("health", health(application)));
      shown.addAll(List.of("metrics", get(application.url() + "/q/metrics").asString()));
      String command = Files.readString(Path.of("/proc/" + application.pid() + "/cmdline"));
      shown.addAll(List.of("command line", command));
      ProcessHandle.of(application.pid()).stream()
          .flatMap(ProcessHandle::descendants)
          .flatMap(child -> child.info().commandLine().stream())
          .forEach(line -> shown.addAll(List.of("child", line)));
    }
    for (String secret : secrets) {
      for (String form : forms(secret)) {
        for (int i = 0; i < shown.size(); i += 2) {
          assertHidden(shown.get(i), shown.get(i + 1), form);
        }
      }
    }
  }

  /** As it is, and as it travels. */
  private static List<String> forms(String secret) {
    return List.of(
        secret,
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        base64(secret),
        base64("caravan_app:" + secret));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Fails with the place alone, for reports are logs, too. */
  private static void assertHidden(String where, String text, String secret) {
    int at = text.indexOf(secret);
    if (at >= 0) {
      String line = text.substring(text.lastIndexOf('\n', at) + 1, at);
      throw new AssertionError(
          "a secret stands in the "
              + where
              + " after: "
              + line.substring(0, Math.min(line.length(), 800)));
    }
  }
}
