package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.pipeline.RouteFolder.Way;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A table whose way changes while rows come, from Caravan to ClickHouse's Kafka engine and back.
 */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class KafkaEngineSwitchIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int PRELOADED = 5_000;

  @Test
  void changingTheWayUnderLoadLosesAndRepeatsNothing(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("KafkaEngineSwitchIT seed " + seed);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, KafkaEngineSwitchIT.class)) {
      // Given a table that Caravan delivers by itself, and a view that sees every row inserted
      pipeline.sql(Ledger.TABLE);
      pipeline.deliver(ORDERS);
      pipeline.createTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      Application.Builder builder =
          pipeline.application().set("caravan.routes.poll-interval", "200ms");
      EngineProbe engine = new EngineProbe(pipeline, ORDERS);
      try (Ledger ledger = new Ledger(pipeline::connect, seed)) {
        ledger.preload(PRELOADED);
        Application application = pipeline.start(builder);
        // What changes before the slot is there would be read as it is then.
        awaitMore(pipeline);
        ledger.start();

        for (int round = 0; round < 2; round++) {
          // When the engine takes over
          way(pipeline, Map.of("via", "kafka-engine"));
          engine.awaitReading();
          awaitMore(pipeline);
          if (round == 0) {
            // And the deliverer dies meanwhile
            application.kill();
            application = pipeline.start(builder);
            awaitMore(pipeline);
          } else {
            // And the way stays while the route says something else
            way(pipeline, Map.of("via", "kafka-engine", "where", "id >= 0"));
            awaitMore(pipeline);
            engine.awaitReading();
          }

          // And Caravan takes over again
          way(pipeline, Map.of());
          awaitMore(pipeline);
          engine.awaitGone();
        }
        List<Ledger.Change> committed = ledger.stop();

        // Then both sides are equal, and each change was inserted once
        pipeline.awaitEqual(ORDERS);
        LedgerAudit.of(pipeline, PRELOADED).holdsEachOnce(committed);
        assertThat(
                pipeline.clickhouse(
                    "SELECT name FROM system.tables WHERE database = currentDatabase() AND"
                        + " name LIKE 'orders%' ORDER BY name"))
            .isEqualTo("orders\norders_final");
      }
    }
  }

  @Test
  void whatIsSomebodyElsesStaysAndCaravanDelivers(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, KafkaEngineSwitchIT.class)) {
      // Given a view with a name that the engine needs
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0), (2, 0, 0)");
      pipeline.deliver(ORDERS, "orders_final", Map.of("via", "kafka-engine"));
      pipeline.clickhouse("CREATE VIEW orders_mv AS SELECT 1 AS one");

      // When
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(ORDERS);
      await("it is said")
          .atMost(SOON)
          .until(() -> application.log().contains("needs the names of orders_mv in"));
      pipeline.sql("DELETE FROM inventory.orders WHERE id = 1");

      // Then
      pipeline.awaitEqual(ORDERS);
      assertThat(pipeline.clickhouse("SELECT one FROM orders_mv")).isEqualTo("1");
      assertThat(pipeline.clickhouse("EXISTS orders_queue")).isEqualTo("0");
    }
  }

  private static void way(IsolatedPipeline pipeline, Map<String, String> parameters) {
    StringBuilder route =
        new StringBuilder(
            """
            - route:
                id: table1
                from:
                  uri: "kafka:%s.%s"
                  steps:
                    - to:
                        uri: clickhouse:%s_final
            """
                .formatted(pipeline.topicPrefix(), ORDERS, ORDERS.table()));
    if (!parameters.isEmpty()) {
      route.append("            parameters:\n");
      parameters.forEach(
          (name, value) -> route.append("              %s: '%s'\n".formatted(name, value)));
    }
    pipeline.routes().write(Way.RENAME, "table1", route.toString());
  }

  /** Waits until many more rows are inserted than are now. */
  private static void awaitMore(IsolatedPipeline pipeline) {
    long more = count(pipeline) + 500;
    try {
      await("rows are inserted").atMost(SOON).until(() -> count(pipeline) >= more);
    } catch (RuntimeException e) {
      throw new AssertionError(e.getMessage() + "\n" + pipeline.logs(), e);
    }
  }

  private static long count(IsolatedPipeline pipeline) {
    return Long.parseLong(pipeline.clickhouse("SELECT count() FROM inserts"));
  }
}
