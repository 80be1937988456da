package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large values that an update leaves as they were, which PostgreSQL does not send again. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ToastIT {

  /** Of 20 rows each, between two changes of shape: more than the capture keeps up with. */
  private static final int UPDATES = 12;

  private static final ToastedRows ORDERS = new ToastedRows(new TableName("inventory", "orders"));
  private static final ToastedRows LOADED = new ToastedRows(new TableName("inventory", "loaded"));
  private static final TableName COLUMNS = new TableName("inventory", "columns");

  private static void holdsNoPlaceholder(IsolatedPipeline pipeline, ToastedRows rows) {
    String placeholder = ChangeHeaders.UNAVAILABLE_VALUE;
    assertThat(
            pipeline.clickhouse(
                "SELECT count() FROM "
                    + rows.table().table()
                    + "_final WHERE _deleted = 0 AND (doc = '"
                    + placeholder
                    + "' OR data = '"
                    + placeholder
                    + "' OR j = '"
                    + placeholder
                    + "' OR length(doc) < 32 OR length(data) < 16 OR length(j) < 32)"))
        .isEqualTo("0");
  }

  @Test
  void largeValuesKeepTheirValue(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ToastIT.class)) {
      // Given rows of 100 kB, read by the snapshot, and smaller ones
      pipeline.sql(ORDERS.create(), ORDERS.insert(1, 100_000), ORDERS.insert(2, 100_000));
      pipeline.sql(LOADED.create());
      for (int id = 0; id < 40; id++) {
        pipeline.sql(LOADED.insert(id, 20_000));
      }
      createColumns(pipeline);
      pipeline.deliver(ORDERS.table(), LOADED.table(), COLUMNS);
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(ORDERS.table(), LOADED.table(), COLUMNS);

      keepTheirValue(pipeline);
      keepTheirValueUnderLoad(pipeline, application);
      keepTheirValueThoughColumnsAreRenamedAndDropped(pipeline, application);
    }
  }

  private static void keepTheirValue(IsolatedPipeline pipeline) {
    // Given one of 100 kB and one of 16 MB, read by the stream
    pipeline.sql(ORDERS.insert(3, 100_000), ORDERS.insert(4, 8 << 20, 4 << 20, 4 << 20));
    pipeline.awaitEqual(ORDERS.table());

    // When
    pipeline.sql(
        ORDERS.touch(1), ORDERS.touch(2), ORDERS.touch(3), ORDERS.touch(4), ORDERS.touch(4));

    // Then
    pipeline.awaitEqual(ORDERS.table());
    holdsNoPlaceholder(pipeline, ORDERS);
    List<JsonNode> events =
        pipeline.kafka().values(pipeline.topicPrefix() + ".inventory.orders").stream()
            .filter(event -> event.get("op").asText().equals("u"))
            .toList();
    assertThat(events).hasSize(5);
    assertThat(events)
        .allSatisfy(
            event -> assertThat(event.at("/after/doc").asText()).hasSizeGreaterThan(99_000));
  }

  private static void keepTheirValueUnderLoad(IsolatedPipeline pipeline, Application application)
      throws Exception {
    // When rows are changed again, deleted and given other keys at once
    try (Connection connection = pipeline.connect()) {
      LOADED.change(connection, new Random(7));
    }

    // Then
    pipeline.awaitEqual(LOADED.table());
    assertThat(application.log()).doesNotContain("marked as incomplete");
    whatIsMarkedIsDeletedLater(pipeline);
    holdsNoPlaceholder(pipeline, LOADED);
  }

  /** An event without its values loses nothing when the row's delete follows. */
  private static void whatIsMarkedIsDeletedLater(IsolatedPipeline pipeline) {
    Map<String, Boolean> incomplete = new HashMap<>();
    int marked = 0;
    for (ConsumerRecord<byte[], byte[]> event :
        pipeline.kafka().records(pipeline.topicPrefix() + "." + LOADED.table())) {
      String key = new String(event.key(), StandardCharsets.UTF_8);
      String value = new String(event.value(), StandardCharsets.UTF_8);
      boolean unavailable = event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null;
      assertThat(value.contains(ChangeHeaders.UNAVAILABLE_VALUE)).isEqualTo(unavailable);
      marked += unavailable ? 1 : 0;
      incomplete.put(key, unavailable);
    }
    assertThat(marked).as("a row that was changed and deleted in one transaction").isPositive();
    assertThat(incomplete).as("the last event of each row").doesNotContainValue(true);
  }

  @Test
  void waitsForATransactionThatNobodySeesYet(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ToastIT.class);
        Connection connection = pipeline.connect();
        Statement statement = connection.createStatement()) {
      // Given a server that keeps commits invisible while it waits for a standby
      pipeline.sql(ORDERS.create(), ORDERS.insert(1, 20_000));
      Application application =
          pipeline.start(pipeline.application().set("caravan.capture.batch.max-rows", "1"));
      pipeline.awaitEqual(ORDERS.table());
      pipeline.sql(
          "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
      Thread waiting = null;
      try {
        // When a row comes and is updated in a transaction that is in the WAL, and is not visible
        statement.execute("SET synchronous_commit = on");
        await()
            .until(
                () -> {
                  try (var row = statement.executeQuery("SHOW synchronous_standby_names")) {
                    return row.next() && row.getString(1).equals("nobody");
                  }
                });
        waiting = new Thread(() -> commit(statement, ORDERS.insert(2, 20_000), ORDERS.touch(2)));
        waiting.start();

        // Then the capture waits
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> application.log().contains("in the WAL and not visible yet"));
      } finally {
        pipeline.sql("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
      }

      // And goes on with the values once it is visible
      waiting.join(TimeUnit.SECONDS.toMillis(60));
      pipeline.awaitEqual(ORDERS.table());
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .hasSize(3)
          .noneMatch(event -> event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null);
    }
  }

  private static void createColumns(IsolatedPipeline pipeline) {
    pipeline.sql(
        "CREATE TABLE inventory.columns (id bigint PRIMARY KEY, v int NOT NULL, doc text NOT NULL,"
            + " gone text, required text NOT NULL, data bytea, late text NOT NULL)",
        "INSERT INTO inventory.columns SELECT n, 0, %1$s, %1$s, %1$s, decode(%1$s, 'hex'), %1$s FROM generate_series(1, 20) n"
            .formatted(ToastedRows.text(10_000)));
  }

  /** They are, before the capture comes to their updates. */
  private static void keepTheirValueThoughColumnsAreRenamedAndDropped(
      IsolatedPipeline pipeline, Application running) {
    Application application = running;

    // When columns change amid updates that leave the large values as they are
    update(pipeline, "v", UPDATES);
    pipeline.sql("ALTER TABLE inventory.columns RENAME COLUMN doc TO document");
    update(pipeline, "v", UPDATES);
    pipeline.sql("ALTER TABLE inventory.columns RENAME COLUMN v TO version");
    update(pipeline, "version", UPDATES);
    pipeline.sql("ALTER TABLE inventory.columns DROP COLUMN gone");
    update(pipeline, "version", UPDATES);
    pipeline.sql("ALTER TABLE inventory.columns DROP COLUMN required");
    update(pipeline, "version", UPDATES);

    // Then
    pipeline.awaitEqual(COLUMNS);

    // And when nobody captures meanwhile, and the rows are not changed again
    application.kill();
    update(pipeline, "version", 1);
    pipeline.sql(
        "ALTER TABLE inventory.columns RENAME COLUMN version TO v",
        "ALTER TABLE inventory.columns RENAME COLUMN document TO doc",
        "ALTER TABLE inventory.columns DROP COLUMN late",
        "ALTER TABLE inventory.columns ADD COLUMN fresh text");
    pipeline.sql("UPDATE inventory.columns SET v = v + 1 WHERE id = 1");
    application = pipeline.start(pipeline.application());

    // Then
    pipeline.awaitEqual(COLUMNS);
    assertThat(application.log()).containsOnlyOnce("[late] was dropped from inventory.columns");
    assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.columns"))
        .hasSizeGreaterThan(5 * UPDATES * 20)
        .noneMatch(event -> event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null);

    // And when the table has another name before the capture comes to its update
    application.kill();
    long end = pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.columns");
    update(pipeline, "v", 1);
    pipeline.sql("ALTER TABLE inventory.columns RENAME TO archived");
    pipeline.start(pipeline.application());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.columns") > end);
    assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.columns"))
        .noneMatch(event -> event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null);
  }

  private static void update(IsolatedPipeline pipeline, String column, int times) {
    String sql = "UPDATE inventory.columns SET %1$s = %1$s + 1".formatted(column);
    for (int i = 0; i < times; i++) {
      pipeline.sql(sql);
    }
  }

  private static void commit(Statement statement, String... sqls) {
    try {
      statement.execute("BEGIN; " + String.join("; ", sqls) + "; COMMIT");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
