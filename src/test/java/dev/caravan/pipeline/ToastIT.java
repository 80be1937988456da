package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import dev.caravan.workload.InventorySchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large values that an update leaves as they were, which PostgreSQL does not send again. */
@ExtendWith(SharedSandbox.class)
class ToastIT {

  /** Of 20 rows each, between two changes of shape: more than the capture keeps up with. */
  private static final int UPDATES = 12;

  private static final String TABLE =
      "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, v int NOT NULL, doc text NOT NULL,"
          + " data bytea NOT NULL, j jsonb NOT NULL)";

  /** Random, or PostgreSQL would compress it and keep it in the row. */
  private static String text(int bytes) {
    return "(SELECT string_agg(md5(random()::text), '') FROM generate_series(1, %d))"
        .formatted(bytes / 32);
  }

  private static String insert(long id, int bytes) {
    return "INSERT INTO inventory.orders SELECT %d, 0, %s, decode(%s, 'hex'), to_jsonb(%s)"
        .formatted(id, text(bytes), text(bytes), text(bytes));
  }

  private static String touch(long id) {
    return "UPDATE inventory.orders SET v = v + 1 WHERE id = " + id;
  }

  private static void holdsNoPlaceholder(IsolatedPipeline pipeline) {
    String placeholder = ChangeHeaders.UNAVAILABLE_VALUE;
    assertThat(
            pipeline.clickhouse(
                "SELECT count() FROM orders_final WHERE _deleted = 0 AND (doc = '"
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
      // Given rows of 100 kB and one of 16 MB, read by the snapshot and by the stream
      pipeline.sql(TABLE, insert(1, 100_000), insert(2, 100_000));
      pipeline.start(pipeline.application());
      pipeline.awaitEqual(InventorySchema.ORDERS);
      pipeline.sql(
          insert(3, 100_000),
          "INSERT INTO inventory.orders SELECT 4, 0, %s, decode(%s, 'hex'), to_jsonb(%s)"
              .formatted(text(8 << 20), text(4 << 20), text(4 << 20)));
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // When
      pipeline.sql(touch(1), touch(2), touch(3), touch(4), touch(4));

      // Then
      pipeline.awaitEqual(InventorySchema.ORDERS);
      holdsNoPlaceholder(pipeline);
      List<JsonNode> events =
          pipeline.kafka().values(pipeline.topicPrefix() + ".inventory.orders").stream()
              .filter(event -> event.get("op").asText().equals("u"))
              .toList();
      assertThat(events).hasSize(5);
      assertThat(events)
          .allSatisfy(
              event -> assertThat(event.at("/after/doc").asText()).hasSizeGreaterThan(99_000));
    }
  }

  @Test
  void largeValuesKeepTheirValueUnderLoad(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ToastIT.class);
        Connection connection = pipeline.connect()) {
      // Given
      pipeline.sql(TABLE);
      for (int id = 0; id < 40; id++) {
        pipeline.sql(insert(id, 20_000));
      }
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // When rows are changed again, deleted and given other keys at once
      change(connection, new Random(7));

      // Then
      pipeline.awaitEqual(InventorySchema.ORDERS);
      assertThat(application.log()).doesNotContain("marked as incomplete");
      whatIsMarkedIsDeletedLater(pipeline);
      holdsNoPlaceholder(pipeline);
    }
  }

  /** An event without its values loses nothing when the row's delete follows. */
  private static void whatIsMarkedIsDeletedLater(IsolatedPipeline pipeline) {
    Map<String, Boolean> incomplete = new HashMap<>();
    int marked = 0;
    for (ConsumerRecord<byte[], byte[]> event :
        pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders")) {
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
      pipeline.sql(TABLE, insert(1, 20_000));
      Application application =
          pipeline.start(pipeline.application().set("caravan.capture.batch.max-rows", "1"));
      pipeline.awaitEqual(InventorySchema.ORDERS);
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
        waiting = new Thread(() -> commit(statement, insert(2, 20_000), touch(2)));
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
      pipeline.awaitEqual(InventorySchema.ORDERS);
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .hasSize(3)
          .noneMatch(event -> event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null);
    }
  }

  @Test
  void columnsAreRenamedAndDroppedBeforeTheCaptureComesToTheirUpdates(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ToastIT.class)) {
      // Given
      pipeline.sql(
          "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, v int NOT NULL, doc text NOT NULL,"
              + " gone text, required text NOT NULL, data bytea, late text NOT NULL)");
      pipeline.sql(
          "INSERT INTO inventory.orders SELECT n, 0, %1$s, %1$s, %1$s, decode(%1$s, 'hex'), %1$s FROM generate_series(1, 20) n"
              .formatted(text(10_000)));
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // When columns change amid updates that leave the large values as they are
      update(pipeline, "v", UPDATES);
      pipeline.sql("ALTER TABLE inventory.orders RENAME COLUMN doc TO document");
      update(pipeline, "v", UPDATES);
      pipeline.sql("ALTER TABLE inventory.orders RENAME COLUMN v TO version");
      update(pipeline, "version", UPDATES);
      pipeline.sql("ALTER TABLE inventory.orders DROP COLUMN gone");
      update(pipeline, "version", UPDATES);
      pipeline.sql("ALTER TABLE inventory.orders DROP COLUMN required");
      update(pipeline, "version", UPDATES);

      // Then
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // And when nobody captures meanwhile, and the rows are not changed again
      application.kill();
      update(pipeline, "version", 1);
      pipeline.sql(
          "ALTER TABLE inventory.orders RENAME COLUMN version TO v",
          "ALTER TABLE inventory.orders RENAME COLUMN document TO doc",
          "ALTER TABLE inventory.orders DROP COLUMN late",
          "ALTER TABLE inventory.orders ADD COLUMN fresh text");
      pipeline.sql("UPDATE inventory.orders SET v = v + 1 WHERE id = 1");
      application = pipeline.start(pipeline.application());

      // Then
      pipeline.awaitEqual(InventorySchema.ORDERS);
      assertThat(application.log()).containsOnlyOnce("[late] was dropped from inventory.orders");
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .hasSizeGreaterThan(5 * UPDATES * 20)
          .noneMatch(event -> event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null);

      // And when the table has another name before the capture comes to its update
      application.kill();
      long end = pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.orders");
      update(pipeline, "v", 1);
      pipeline.sql("ALTER TABLE inventory.orders RENAME TO archived");
      pipeline.start(pipeline.application());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.orders") > end);
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .noneMatch(event -> event.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null);
    }
  }

  private static void update(IsolatedPipeline pipeline, String column, int times) {
    String sql = "UPDATE inventory.orders SET %1$s = %1$s + 1".formatted(column);
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

  private static void change(Connection connection, Random random) throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (long id = 0; id < 40; id++) {
      ids.add(id);
    }
    long next = 1_000;
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < 600; i++) {
        int at = random.nextInt(ids.size());
        long id = ids.get(at);
        switch (random.nextInt(8)) {
          case 0 -> {
            statement.execute(touch(id));
            statement.execute(touch(id));
            statement.execute(touch(id));
          }
          case 1 -> {
            statement.execute(insert(next, 10_000));
            statement.execute(touch(next));
            ids.add(next++);
          }
          case 2 -> {
            statement.execute(touch(id));
            if (random.nextBoolean()) {
              connection.commit();
            }
            statement.execute("DELETE FROM inventory.orders WHERE id = " + id);
            statement.execute(insert(next, 10_000));
            ids.set(at, next++);
          }
          case 3 -> {
            statement.execute(touch(id));
            statement.execute("UPDATE inventory.orders SET id = " + next + " WHERE id = " + id);
            statement.execute(touch(next));
            ids.set(at, next++);
          }
          case 4 -> {
            statement.execute(touch(id));
            if (random.nextBoolean()) {
              connection.commit();
            }
            statement.execute(
                "UPDATE inventory.orders SET doc = " + text(10_000) + " WHERE id = " + id);
            statement.execute(touch(id));
          }
          case 5 -> statement.execute("UPDATE inventory.orders SET v = v + 1 WHERE id % 7 = 0");
          case 6 -> {
            statement.execute(touch(id));
            statement.execute("DELETE FROM inventory.orders WHERE id = " + id);
            // The same key, but another row.
            statement.execute(insert(id, 5_000));
            statement.execute(touch(id));
          }
          default -> statement.execute(touch(id));
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
          ids.clear();
          try (var rows = statement.executeQuery("SELECT id FROM inventory.orders ORDER BY id")) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
            }
          }
        }
        connection.commit();
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
