package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.SecuredSandbox;
import dev.caravan.sandbox.SecuredSandbox.Secured;
import dev.caravan.workload.InventorySchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every connection encrypted and authenticated, with the rights the shipped SQL gives. */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SecuredSandbox.class)
class TlsIT {

  private static final Duration START = Duration.ofSeconds(120);

  @Test
  void theWholePipelineRunsEncryptedWithSecretsFromFiles(Secured secured, @TempDir Path folder)
      throws Exception {
    try (SecuredPipeline encrypted = new SecuredPipeline(secured)) {
      // Given
      IsolatedPipeline pipeline = encrypted.pipeline();
      pipeline.sql(
          Ledger.TABLE,
          "INSERT INTO inventory.orders SELECT i, 0, i, NULL FROM generate_series(1, 1000) i");
      encrypted.role("sql/postgres-role.sql", "inventory.orders");
      Files.writeString(
          folder.resolve("caravan.postgres.password"), secured.postgresPassword() + "\n");
      Files.writeString(folder.resolve("CARAVAN_KAFKA_PASSWORD"), secured.kafkaPassword() + "\n");
      Files.writeString(
          folder.resolve("caravan.deliver.clickhouse.password"), secured.clickHousePassword());

      // When
      Application application =
          encrypted.start(
              encrypted
                  .application()
                  .without(
                      "caravan.postgres.password",
                      "caravan.kafka.password",
                      "caravan.deliver.clickhouse.password")
                  .set("smallrye.config.source.file.locations", folder.toString()));
      application.awaitReady(START);
      pipeline.awaitEqual(InventorySchema.ORDERS);
      pipeline.sql(
          "UPDATE inventory.orders SET revision = 1 WHERE id <= 10",
          "DELETE FROM inventory.orders WHERE id = 11",
          "ALTER TABLE inventory.orders ADD COLUMN extra numeric(10, 2) DEFAULT 1.50",
          "INSERT INTO inventory.orders VALUES (2000, 0, 0, 'later')");
      pipeline.awaitEqual(InventorySchema.ORDERS);
      pipeline.sql("TRUNCATE inventory.orders", "INSERT INTO inventory.orders VALUES (1, 0, 0)");

      // Then
      pipeline.awaitEqual(InventorySchema.ORDERS);
      assertThat(application.log()).doesNotContain("ERROR").doesNotContain("refuses");
      await("the slot's meters")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(get(application.url() + "/q/metrics").asString())
                      .containsPattern("caravan_slot_lag_bytes\\{slot=\"secured\"[^}]*} \\d"));
      get(application.url() + "/q/health/ready").then().statusCode(200);
      if (!Application.isNative()) {
        // It starts the JVM's build, which need not be there.
        compareCommandConnects(secured);
      }
    }
  }

  /** The command that ships, by the variables of the application. */
  private static void compareCommandConnects(Secured secured) throws Exception {
    var certificates = secured.certificates();
    ProcessBuilder command = new ProcessBuilder("./compare", "inventory.orders");
    command
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("CARAVAN_POSTGRES_HOST", "localhost"),
                Map.entry(
                    "CARAVAN_POSTGRES_PORT", Integer.toString(secured.engines().postgres().port())),
                Map.entry("CARAVAN_POSTGRES_DATABASE", SecuredSandbox.DATABASE),
                Map.entry("CARAVAN_POSTGRES_USER", secured.user()),
                Map.entry("CARAVAN_POSTGRES_PASSWORD", secured.postgresPassword()),
                Map.entry("CARAVAN_POSTGRES_PROPERTIES_SSLMODE", "verify-full"),
                Map.entry(
                    "CARAVAN_POSTGRES_PROPERTIES_SSLROOTCERT", certificates.authority().toString()),
                Map.entry("CARAVAN_POSTGRES_PROPERTIES_SSLCERT", certificates.client().toString()),
                Map.entry(
                    "CARAVAN_POSTGRES_PROPERTIES_SSLKEY", certificates.clientKeyDer().toString()),
                Map.entry("CARAVAN_DELIVER_CLICKHOUSE_URL", secured.clickHouseUrl()),
                Map.entry("CARAVAN_DELIVER_CLICKHOUSE_DATABASE", SecuredSandbox.DATABASE),
                Map.entry("CARAVAN_DELIVER_CLICKHOUSE_USER", secured.user()),
                Map.entry("CARAVAN_DELIVER_CLICKHOUSE_PASSWORD", secured.clickHousePassword()),
                Map.entry(
                    "CARAVAN_DELIVER_CLICKHOUSE_CA_CERTIFICATE",
                    certificates.authority().toString()),
                Map.entry(
                    "CARAVAN_DELIVER_CLICKHOUSE_CLIENT_CERTIFICATE",
                    certificates.client().toString()),
                Map.entry(
                    "CARAVAN_DELIVER_CLICKHOUSE_CLIENT_KEY", certificates.clientKey().toString())));
    Process process = command.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).contains("all the same");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void kafkaKnowsTheApplicationByItsCertificate(Secured secured) {
    try (SecuredPipeline encrypted = new SecuredPipeline(secured)) {
      // Given
      IsolatedPipeline pipeline = encrypted.pipeline();
      pipeline.sql(
          "CREATE ROLE shop_owner",
          "GRANT ALL ON SCHEMA inventory TO shop_owner",
          Ledger.TABLE,
          "ALTER TABLE inventory.orders OWNER TO shop_owner",
          "INSERT INTO inventory.orders VALUES (1, 0, 0, 'first')");
      try {
        encrypted.role("sql/postgres-role-publishing.sql", "");

        // When
        Application application =
            encrypted.start(
                encrypted
                    .application()
                    .without("caravan.kafka.user", "caravan.kafka.password")
                    .set("caravan.kafka.bootstrap-servers", secured.kafkaOfCertificates())
                    .set(
                        "caravan.kafka.client-certificate",
                        secured.certificates().client().toString())
                    .set(
                        "caravan.kafka.client-key", secured.certificates().clientKey().toString()));
        application.awaitReady(START);
        pipeline.awaitEqual(InventorySchema.ORDERS);
        pipeline.sql("INSERT INTO inventory.orders VALUES (2, 0, 0, 'second')");

        // Then
        pipeline.awaitEqual(InventorySchema.ORDERS);
      } finally {
        pipeline.stopApplications();
        pipeline.sql("DROP OWNED BY shop_owner CASCADE", "DROP ROLE shop_owner");
      }
    }
  }

  @Test
  void theEnginesTakeNoUnencryptedConnection(Secured secured) {
    try (SecuredPipeline encrypted = new SecuredPipeline(secured)) {
      encrypted.pipeline().sql(Ledger.TABLE);
      encrypted.role("sql/postgres-role.sql", "inventory.orders");

      Properties login = new Properties();
      login.setProperty("user", secured.user());
      login.setProperty("password", secured.postgresPassword());
      login.setProperty("sslmode", "disable");
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                      "jdbc:postgresql://localhost:%d/%s"
                          .formatted(secured.engines().postgres().port(), SecuredSandbox.DATABASE),
                      login))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no encryption");
      for (String brokers : new String[] {secured.kafkaOfUsers(), secured.kafkaOfCertificates()}) {
        try (Admin admin =
            Admin.create(
                Map.of(
                    "bootstrap.servers",
                    brokers,
                    "request.timeout.ms",
                    "2000",
                    "default.api.timeout.ms",
                    "2000"))) {
          assertThatThrownBy(() -> admin.listTopics().names().get()).isNotNull();
        }
      }
      HttpRequest ping =
          HttpRequest.newBuilder(
                  URI.create(secured.clickHouseUrl().replace("https:", "http:") + "/ping"))
              .build();
      assertThatThrownBy(
              () -> HttpClient.newHttpClient().send(ping, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }
}
