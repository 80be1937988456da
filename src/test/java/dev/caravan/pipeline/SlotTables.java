package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Tables that are published in three ways, for tests of the slot. */
final class SlotTables {

  static final TableName KEYED = new TableName("inventory", "keyed");
  static final TableName WHOLE = new TableName("inventory", "whole");
  static final TableName APPENDED = new TableName("inventory", "appended");
  static final TableName[] ALL = {KEYED, WHOLE, APPENDED};

  private SlotTables() {}

  /** Has them made, filled and delivered. */
  static void prepare(IsolatedPipeline pipeline, int rows) {
    pipeline.sql(
        "CREATE TABLE inventory.keyed (id int PRIMARY KEY, v text)",
        "CREATE TABLE inventory.whole (id int, v text)",
        "ALTER TABLE inventory.whole REPLICA IDENTITY FULL",
        "CREATE TABLE inventory.appended (id int, v text)");
    for (TableName table : ALL) {
      pipeline.sql(
          "INSERT INTO %s SELECT n, 'row ' || n FROM generate_series(1, %d) n"
              .formatted(table, rows));
    }
    pipeline.deliver(ALL);
  }

  /** Looks often, and commits small batches. */
  static Application.Builder quick(IsolatedPipeline pipeline) {
    return pipeline
        .application()
        .set("caravan.capture.heartbeat-interval", "200ms")
        .set("caravan.capture.restart.initial-delay", "200ms")
        .set("caravan.capture.restart.max-delay", "1s")
        .set("caravan.capture.batch.max-rows", "1000");
  }

  /** Deletes, updates and inserts in tables, other rows in each round. */
  static void change(IsolatedPipeline pipeline, int round, TableName... tables) {
    for (TableName table : tables) {
      pipeline.sql(
          "DELETE FROM %s WHERE id %% 10 = %d".formatted(table, round),
          "UPDATE %s SET v = 'round %d' WHERE id %% 7 = %2$d".formatted(table, round),
          "INSERT INTO %s SELECT n, 'new' FROM generate_series(%d, %d) n"
              .formatted(table, 1_000_000 * round, 1_000_000 * round + 50));
    }
  }

  /** What PostgreSQL answers. */
  static String ask(IsolatedPipeline pipeline, String sql) throws SQLException {
    try (Connection connection = pipeline.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
