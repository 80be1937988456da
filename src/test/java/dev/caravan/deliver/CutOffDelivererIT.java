package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.RouteDelivery.Status;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.sandbox.NetworkLinks;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A deliverer that Kafka cannot hear any more, while ClickHouse can: its partitions go to another
 * one, and it does not know. It must insert nothing that the other one inserts.
 */
@ExtendWith(SharedSandbox.class)
class CutOffDelivererIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Shape SHAPE =
      new Shape(
          ORDERS, List.of(new Column("id", "int4", null, null, false, "int32")), List.of("id"));
  private static final int ROWS = 9_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void leavesItsPartitionsToTheOther(Sandbox sandbox) throws Exception {
    // Given a deliverer that holds many batches and takes its time for each
    Topics topics = new Topics("cutoff" + System.nanoTime() % 100_000);
    String table = topics.prefix();
    createView(sandbox, table);
    try (ChangeLog log = new ChangeLog(sandbox, topics, ORDERS, 3);
        NetworkLinks links = NetworkLinks.to(sandbox)) {
      log.announce(SHAPE);
      log.insert(0, ROWS, CutOffDelivererIT::row);
      links.clickhouse().slow(Duration.ofMillis(100));
      String route = DeliverContext.route(table, log.topic, "", table + "_final");
      Map<String, String> far =
          Map.of(
              "caravan.kafka.bootstrap-servers", "127.0.0.1:" + links.kafka().port(),
              "caravan.deliver.clickhouse.url", "http://127.0.0.1:" + links.clickhouse().port(),
              "caravan.deliver.batch.max-rows", "50");
      try (DeliverContext cutOff = DeliverContext.start(sandbox, topics, far, route)) {
        await("first rows").atMost(LIMIT).until(() -> seen(sandbox, table) > 0);

        // When
        links.kafka().cut();
        try (DeliverContext other = DeliverContext.start(sandbox, topics, Map.of(), route)) {
          await("the other one has delivered the rest")
              .atMost(LIMIT)
              .until(
                  () ->
                      distinct(sandbox, table) == ROWS
                          && other.state.snapshot().get(0).lastDelivered() != null);
          await("the one cut off waits")
              .atMost(LIMIT)
              .until(() -> cutOff.state.snapshot().get(0).status() == Status.WAITING);

          // Then
          assertThat(seen(sandbox, table)).isEqualTo(ROWS);
          links.kafka().mend();
          log.insert(ROWS, ROWS + 1_000, CutOffDelivererIT::row);
          await("the rest").atMost(LIMIT).until(() -> distinct(sandbox, table) == ROWS + 1_000);
          await("both deliver")
              .atMost(LIMIT)
              .until(() -> cutOff.state.snapshot().get(0).status() == Status.RUNNING);
        }
      }
      assertThat(seen(sandbox, table)).isEqualTo(ROWS + 1_000);
    }
  }

  /** A view that sees every row inserted. */
  private static void createView(Sandbox sandbox, String table) {
    TargetName target = new TargetName(sandbox.clickhouse().database(), table + "_final");
    sandbox.clickhouse().query(TableDdl.createTable(target, SHAPE));
    sandbox
        .clickhouse()
        .query(
            "CREATE MATERIALIZED VIEW "
                + table
                + "_seen ENGINE = MergeTree ORDER BY id AS SELECT id FROM "
                + target.quoted());
  }

  private static long seen(Sandbox sandbox, String table) {
    return Long.parseLong(sandbox.clickhouse().query("SELECT count() FROM " + table + "_seen"));
  }

  private static long distinct(Sandbox sandbox, String table) {
    return Long.parseLong(
        sandbox.clickhouse().query("SELECT uniqExact(id) FROM " + table + "_seen"));
  }

  private static String row(int id) {
    return "{\"id\":" + id + "}";
  }
}
