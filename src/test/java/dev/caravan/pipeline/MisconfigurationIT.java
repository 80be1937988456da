package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import dev.caravan.workload.InventorySchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is configured wrongly is named in one readable line, with key and remedy. */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SharedSandbox.class)
class MisconfigurationIT {

  private static void refuses(
      IsolatedPipeline pipeline, Application.Builder builder, String... words) {
    Application application = pipeline.start(builder);
    assertThat(application.exitCode()).as(application.log()).isEqualTo(1);
    assertThat(application.log().lines())
        .as(application.log())
        .anySatisfy(line -> assertThat(line).contains(words));
    assertThat(application.log()).doesNotContain("\tat ");
  }

  @Test
  void theSourceIsRefusedByKeyAndRemedy(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, MisconfigurationIT.class)) {
      pipeline.sql(
          Ledger.TABLE,
          "CREATE ROLE reader_" + pipeline.slot() + " LOGIN REPLICATION PASSWORD 'secret-word'",
          "GRANT USAGE ON SCHEMA inventory TO reader_" + pipeline.slot());
      try {
        refuses(
            pipeline,
            pipeline.application().set("caravan.postgres.password", "not-the-password"),
            "refuses the user",
            "caravan.postgres.password");
        refuses(
            pipeline,
            pipeline.application().set("caravan.postgres.host", "no-such-host.invalid"),
            "no-such-host.invalid",
            "caravan.postgres.host");
        refuses(
            pipeline,
            pipeline
                .application()
                .set("caravan.postgres.user", "reader_" + pipeline.slot())
                .set("caravan.postgres.password", "secret-word"),
            "may not publish",
            "CREATE PUBLICATION");
        refuses(
            pipeline,
            pipeline.application().set("caravan.capture.slot", "Not A Slot"),
            "caravan.capture.slot",
            "lower-case");
        refuses(
            pipeline,
            pipeline.application().set("caravan.deliver.clickhouse.url", "http://a:1,http://b:1"),
            "caravan.deliver.clickhouse.url names 2 servers",
            "caravan.deliver.clickhouse.replicated=true");
      } finally {
        pipeline.sql(
            "DROP OWNED BY reader_" + pipeline.slot(), "DROP ROLE reader_" + pipeline.slot());
      }
    }
  }

  @Test
  void aServerWithoutLogicalWalIsRefused(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, MisconfigurationIT.class)) {
      pipeline.sql(Ledger.TABLE, "ALTER SYSTEM SET wal_level = replica");
      sandbox.postgres().stop();
      sandbox.postgres().start();
      try {
        refuses(pipeline, pipeline.application(), "wal_level=replica", "set wal_level=logical");
      } finally {
        pipeline.reconnect();
        pipeline.sql("ALTER SYSTEM SET wal_level = logical");
        sandbox.postgres().stop();
        sandbox.postgres().start();
        pipeline.reconnect();
      }
    }
  }

  @Test
  void aBrokenRouteFileIsNamedAndAllOthersRun(Sandbox sandbox, @TempDir Path routes)
      throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, MisconfigurationIT.class)) {
      // Given
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'good')");
      Files.writeString(
          routes.resolve("orders.camel.yaml"),
          """
          - route:
              id: orders
              from:
                uri: kafka:{{caravan.topic-prefix}}.inventory.orders
                steps:
                  - to: clickhouse:orders_final
          """);
      Files.writeString(
          routes.resolve("broken.camel.yaml"),
          """
          - route:
              id: broken
              from:
                uri: kafka:{{caravan.topic-prefix}}.inventory.customers
                stepps:
                  - to: clickhouse:customers_final
          """);

      // When
      Application application = pipeline.start(pipeline.application().routes(routes));
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // Then
      assertThat(application.log().lines())
          .anySatisfy(
              line ->
                  assertThat(line).contains("broken.camel.yaml", "is refused", "line 5", "stepps"));
    }
  }

  @Test
  void aClickHouseThatRefusesTheUserIsNamed(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, MisconfigurationIT.class)) {
      // Given
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'good')");

      // When
      Application application =
          pipeline.start(
              pipeline.application().set("caravan.deliver.clickhouse.password", "not-it"));

      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(application.log())
                      .contains("caravan.deliver.clickhouse.user")
                      .contains("caravan.deliver.clickhouse.password")
                      .doesNotContain("\tat "));
    }
  }
}
