package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the slot is made, and moved on. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class SlotIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Test
  void takesChangesOfOlderTransactionsForNewerThanTheSnapshot(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotIT.class);
        Connection first = pipeline.connect();
        Connection second = pipeline.connect();
        Connection third = pipeline.connect()) {
      // Given a slot whose making has to wait for two transactions, one after the other
      SlotTables.prepare(pipeline, 10);
      Positions positions = new Positions(pipeline);
      long firstId = begin(first);
      Application application = pipeline.start(SlotTables.quick(pipeline));
      awaitWaiterFor(pipeline, firstId);
      long secondId = begin(second);
      first.commit();
      awaitWaiterFor(pipeline, secondId);

      // When a third changes a row before the slot's consistent point and commits after it
      begin(third);
      execute(third, "UPDATE inventory.keyed SET v = 'changed' WHERE id = 1");
      second.commit();
      await("the snapshot is complete")
          .atMost(LIMIT)
          .until(() -> positions.last().contains("\"phase\":\"streaming\""));
      third.commit();

      // Then
      pipeline.awaitEqual(SlotTables.ALL);
      assertThat(pipeline.clickhouse("SELECT v FROM keyed WHERE id = 1")).isEqualTo("changed");
      assertThat(application.isAlive()).isTrue();
    }
  }

  @Test
  void saysWhenItMayNotMoveOnByItself(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotIT.class)) {
      // Given
      String user = pipeline.slot() + "_reader";
      pipeline.sql(
          "CREATE ROLE " + user + " LOGIN REPLICATION PASSWORD 'word'",
          "GRANT CREATE ON DATABASE " + pipeline.database() + " TO " + user,
          "ALTER SCHEMA inventory OWNER TO " + user,
          "CREATE TABLE inventory.orders (id int PRIMARY KEY)",
          "ALTER TABLE inventory.orders OWNER TO " + user,
          "REVOKE EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text) FROM PUBLIC");
      try {
        // When
        Application application =
            pipeline.start(
                SlotTables.quick(pipeline)
                    .set("caravan.role", "capture")
                    .set("caravan.postgres.user", user)
                    .set("caravan.postgres.password", "word"));
        new Probes(application)
            .await(
                "it streams",
                each ->
                    each.check("ready", "capture").at("/data/phase").asText().equals("streaming"));

        // Then
        assertThat(application.log()).contains("GRANT EXECUTE ON FUNCTION").doesNotContain("ERROR");
        application.kill();
      } finally {
        pipeline.dropSlot();
        pipeline.sql("DROP OWNED BY " + user + " CASCADE", "DROP ROLE " + user);
      }
    }
  }

  private static long begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void awaitWaiterFor(IsolatedPipeline pipeline, long transaction) {
    await("somebody waits for transaction " + transaction)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                SlotTables.ask(
                        pipeline,
                        "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'transactionid'"
                            + " AND NOT granted AND transactionid = '"
                            + transaction
                            + "'")
                    .equals("t"));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
