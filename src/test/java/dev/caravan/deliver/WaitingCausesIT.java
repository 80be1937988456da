package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.RouteDelivery.Status;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What ClickHouse refuses because of its own state, and not because of a row: the table waits, puts
 * nothing aside, and goes on by itself.
 */
@ExtendWith(SharedSandbox.class)
class WaitingCausesIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Shape SHAPE =
      new Shape(
          ORDERS, List.of(new Column("id", "int4", null, null, false, "int32")), List.of("id"));
  private static final int ROWS = 100;

  /**
   * A state of ClickHouse.
   *
   * @param code what it answers inserts then
   * @param begin brings it about; {@code %s} is the table
   * @param end is the remedy
   */
  private record Cause(String code, String begin, String end) {}

  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              "NOT_ENOUGH_SPACE",
              "ALTER TABLE %s_final MODIFY SETTING min_free_disk_bytes_to_perform_insert = 1000000000000000",
              "ALTER TABLE %s_final RESET SETTING min_free_disk_bytes_to_perform_insert"),
          new Cause(
              "TOO_MANY_PARTS",
              "ALTER TABLE %s_final MODIFY SETTING parts_to_throw_insert = 1",
              "ALTER TABLE %s_final RESET SETTING parts_to_throw_insert"),
          new Cause(
              "TABLE_IS_PERMANENTLY_READ_ONLY",
              "ALTER TABLE %s_final MODIFY SETTING table_readonly = 1",
              "ALTER TABLE %s_final RESET SETTING table_readonly"),
          new Cause(
              "MEMORY_LIMIT_EXCEEDED",
              "CREATE MATERIALIZED VIEW %s_greedy ENGINE = Null AS"
                  + " SELECT length(range(if(id % 100 = 0, 60000000, 1))) AS n FROM %s_final",
              "DROP VIEW %s_greedy"));

  @Test
  void waitsForWhatIsNoFaultOfARow(Sandbox sandbox) throws Exception {
    // Given
    Topics topics = new Topics("waiting" + System.nanoTime() % 100_000);
    String table = topics.prefix();
    try (ChangeLog log = new ChangeLog(sandbox, topics, ORDERS, 3);
        DeliverContext context =
            DeliverContext.start(
                sandbox,
                topics,
                Map.of(
                    "caravan.deliver.clickhouse.settings.max_memory_usage", "100000000",
                    "caravan.deliver.retry.max-delay", "1s"),
                DeliverContext.route(table, log.topic, "", table + "_final"))) {
      log.announce(SHAPE);
      log.insert(0, ROWS, WaitingCausesIT::row);
      int rows = ROWS;
      soon().until(() -> count(sandbox, table) == ROWS);

      for (Cause cause : CAUSES) {
        // When
        sandbox.clickhouse().query(cause.begin().replace("%s", table));
        log.insert(rows, rows + ROWS, WaitingCausesIT::row);
        soon().until(() -> delivery(context).status() == Status.WAITING);

        // Then
        assertThat(delivery(context).lastError()).contains(cause.code());
        sandbox.clickhouse().query(cause.end().replace("%s", table));
        rows += ROWS;
        int expected = rows;
        soon().until(() -> count(sandbox, table) == expected);
        soon().until(() -> delivery(context).status() == Status.RUNNING);
      }
      assertThat(topics(sandbox)).noneMatch(topic -> topic.equals(log.topic + ".dlq"));
      assertThat(sandbox.clickhouse().query("SELECT uniqExact(id) FROM " + table + "_final"))
          .isEqualTo(String.valueOf(rows));
    }
  }

  private static RouteDelivery delivery(DeliverContext context) {
    return context.state.snapshot().get(0);
  }

  private static long count(Sandbox sandbox, String table) {
    return Long.parseLong(sandbox.clickhouse().query("SELECT count() FROM " + table + "_final"));
  }

  private static Iterable<String> topics(Sandbox sandbox)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers()))) {
      return admin.listTopics().names().get();
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
  }

  private static String row(int id) {
    return "{\"id\":" + id + "}";
  }
}
