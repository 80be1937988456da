package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the slot, and of the tables when it cannot be read on from. */
@ExtendWith(SharedSandbox.class)
class SlotIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final TableName KEYED = new TableName("inventory", "keyed");
  private static final TableName WHOLE = new TableName("inventory", "whole");
  private static final TableName APPENDED = new TableName("inventory", "appended");
  private static final TableName[] TABLES = {KEYED, WHOLE, APPENDED};

  @Test
  void standsStillForNobodyAndIsReplacedWhenItIsLost(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotIT.class)) {
      prepare(pipeline, 6_000);
      Application application = pipeline.start(quick(pipeline));
      pipeline.awaitEqual(TABLES);

      // When only another database of the server is busy
      String before = ask(pipeline, "SELECT pg_current_wal_lsn()");
      fillWal(sandbox);
      // Then the slot lets go of the WAL all the same
      await("the slot keeps no WAL of before")
          .atMost(LIMIT)
          .until(
              () ->
                  ask(pipeline, "SELECT restart_lsn > '" + before + "' FROM pg_replication_slots")
                      .equals("t"));

      // When the slot is dropped under the capture
      interrupt(pipeline, "SELECT pg_drop_replication_slot('" + pipeline.slot() + "')");
      // Then it says so, and how to go on, and a new snapshot replaces every row
      awaitFailed(application, "is gone");
      awaitMeter(
          application,
          "caravan_slot_wal_status{slot=\"" + pipeline.slot() + "\",status=\"missing\"} 1.0");
      changeUnseen(pipeline, 1);
      replace(pipeline, application);

      // When it is made anew by hand
      interrupt(
          pipeline,
          "SELECT pg_drop_replication_slot('" + pipeline.slot() + "')",
          "SELECT pg_create_logical_replication_slot('" + pipeline.slot() + "', 'pgoutput')");
      awaitFailed(application, "made it anew");
      changeUnseen(pipeline, 2);
      replace(pipeline, application);

      // When somebody moves it on
      interrupt(
          pipeline,
          // It is moved up to what is flushed, so something must be that nobody has read.
          "BEGIN; SELECT pg_logical_emit_message(true, 'a', 'change'); COMMIT;"
              + " SELECT pg_replication_slot_advance('"
              + pipeline.slot()
              + "', pg_current_wal_flush_lsn())");
      awaitFailed(application, "moved the slot on");
      changeUnseen(pipeline, 3);
      replace(pipeline, application);

      // When PostgreSQL throws away WAL that a capture which hangs has not read
      application.pause();
      loseWal(pipeline, sandbox);
      application.resume();
      awaitFailed(application, "max_slot_wal_keep_size");
      changeUnseen(pipeline, 4);
      replace(pipeline, application);
    }
  }

  @Test
  void replacesEverythingWhateverDiesMeanwhile(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotIT.class)) {
      // Given a slot that was dropped while nothing ran, and a process that is started then
      prepare(pipeline, 30_000);
      Positions positions = new Positions(pipeline);
      Application first = pipeline.start(quick(pipeline));
      pipeline.awaitEqual(TABLES);
      first.kill();
      interrupt(pipeline, "SELECT pg_drop_replication_slot('" + pipeline.slot() + "')");
      changeUnseen(pipeline, 1);
      Application second = pipeline.start(quick(pipeline));
      awaitFailed(second, "is gone");

      // When it dies amid the new snapshot
      askForSnapshot(second);
      await("rows of the new snapshot are in Kafka")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> positions.last().contains("\"rowId\":\"("));
      second.kill();
      assertThat(positions.last()).contains("\"phase\":\"snapshot\"", "\"again\":true");
      // Of the third table PostgreSQL does not publish what would not be read again.
      change(pipeline, 2, KEYED, WHOLE);
      pipeline.sql("INSERT INTO inventory.appended SELECT generate_series(-50, -1), 'new'");
      Application third = pipeline.start(quick(pipeline));

      // Then
      pipeline.awaitEqual(TABLES);
      pipeline.sql("INSERT INTO inventory.keyed VALUES (-1, 'streamed')");
      pipeline.awaitEqual(TABLES);
      assertThat(third.isAlive()).isTrue();
    }
  }

  @Test
  void replacesWhatARestoredServerHasNotAnyMore(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotIT.class)) {
      // Given a copy of the server from before the last changes
      prepare(pipeline, 2_000);
      Application application = pipeline.start(quick(pipeline));
      pipeline.awaitEqual(TABLES);
      sandbox.postgres().stop();
      sandbox.postgres().keepCopy();
      sandbox.postgres().start();
      pipeline.reconnect();
      fillWal(sandbox);
      change(pipeline, 1, KEYED, WHOLE);
      pipeline.sql("TRUNCATE inventory.appended");
      pipeline.awaitEqual(TABLES);

      // When it is put back
      sandbox.postgres().stop();
      sandbox.postgres().restoreCopy();
      sandbox.postgres().start();
      pipeline.reconnect();

      // Then
      awaitFailed(application, "restored from an older state");
      replace(pipeline, application);
      change(pipeline, 2, KEYED, WHOLE);
      pipeline.sql("TRUNCATE inventory.appended");
      pipeline.awaitEqual(TABLES);
    }
  }

  @Test
  void takesChangesOfOlderTransactionsForNewerThanTheSnapshot(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotIT.class);
        Connection first = pipeline.connect();
        Connection second = pipeline.connect();
        Connection third = pipeline.connect()) {
      // Given a slot whose making has to wait for two transactions, one after the other
      prepare(pipeline, 10);
      Positions positions = new Positions(pipeline);
      long firstId = begin(first);
      Application application = pipeline.start(quick(pipeline));
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
      pipeline.awaitEqual(TABLES);
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
                quick(pipeline)
                    .set("caravan.role", "capture")
                    .set("caravan.postgres.user", user)
                    .set("caravan.postgres.password", "word"));
        awaitMeter(application, "caravan_capture_phase{phase=\"streaming\"} 1.0");

        // Then
        assertThat(application.log()).contains("GRANT EXECUTE ON FUNCTION").doesNotContain("ERROR");
        application.kill();
      } finally {
        pipeline.dropSlot();
        pipeline.sql("DROP OWNED BY " + user + " CASCADE", "DROP ROLE " + user);
      }
    }
  }

  private static void prepare(IsolatedPipeline pipeline, int rows) {
    pipeline.sql(
        "CREATE TABLE inventory.keyed (id int PRIMARY KEY, v text)",
        "CREATE TABLE inventory.whole (id int, v text)",
        "ALTER TABLE inventory.whole REPLICA IDENTITY FULL",
        "CREATE TABLE inventory.appended (id int, v text)");
    for (TableName table : TABLES) {
      pipeline.sql(
          "INSERT INTO %s SELECT n, 'row ' || n FROM generate_series(1, %d) n"
              .formatted(table, rows));
    }
    pipeline.deliver(TABLES);
  }

  /** Looks often, and commits small batches. */
  private static Application.Builder quick(IsolatedPipeline pipeline) {
    return pipeline
        .application()
        .set("caravan.capture.heartbeat-interval", "200ms")
        .set("caravan.capture.restart.initial-delay", "200ms")
        .set("caravan.capture.restart.max-delay", "1s")
        .set("caravan.capture.batch.max-rows", "1000");
  }

  /** Deletes, updates and inserts in all tables, other rows in each round. */
  private static void changeUnseen(IsolatedPipeline pipeline, int round) {
    change(pipeline, round, TABLES);
  }

  private static void change(IsolatedPipeline pipeline, int round, TableName... tables) {
    for (TableName table : tables) {
      pipeline.sql(
          "DELETE FROM %s WHERE id %% 10 = %d".formatted(table, round),
          "UPDATE %s SET v = 'round %d' WHERE id %% 7 = %2$d".formatted(table, round),
          "INSERT INTO %s SELECT n, 'new' FROM generate_series(%d, %d) n"
              .formatted(table, 1_000_000 * round, 1_000_000 * round + 50));
    }
  }

  private static void replace(IsolatedPipeline pipeline, Application application) {
    askForSnapshot(application);
    pipeline.awaitEqual(TABLES);
    pipeline.sql("UPDATE inventory.keyed SET v = v || '.' WHERE id % 11 = 0");
    pipeline.awaitEqual(TABLES);
    assertThat(get(application.url() + "/q/metrics").asString())
        .contains("caravan_capture_phase{phase=\"streaming\"} 1.0");
  }

  private static void askForSnapshot(Application application) {
    post(application.url() + "/control/capture/resnapshot").then().statusCode(202);
  }

  private static void awaitFailed(Application application, String reason) {
    await(reason)
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(application.isAlive()).as(application.log()).isTrue();
              assertThat(get(application.url() + "/q/metrics").asString().lines())
                  .as(application.log())
                  .contains("caravan_capture_phase{phase=\"failed\"} 1.0");
              assertThat(get(application.url() + "/q/health/ready").asString())
                  .contains(reason, "POST /control/capture/resnapshot");
            });
    assertThat(get(application.url() + "/q/health/ready").statusCode()).isEqualTo(503);
    // A deliverer that was killed keeps its partitions until its session is over.
    await("has started")
        .atMost(LIMIT)
        .until(() -> get(application.url() + "/q/health/started").statusCode() == 200);
    assertThat(get(application.url() + "/q/health/live").statusCode()).isEqualTo(200);
    assertThat(application.log().lines().filter(line -> line.contains(reason)))
        .extracting(line -> line.substring(line.indexOf("ERROR")))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  private static void awaitMeter(Application application, String line) {
    await(line)
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> get(application.url() + "/q/metrics").asString().contains(line));
  }

  /** Ends the capture's reading and does something to the slot before it reads again. */
  private static void interrupt(IsolatedPipeline pipeline, String... statements) {
    for (String statement : statements) {
      await(statement)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(10))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  pipeline.sql(
                      "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                          + " WHERE active_pid IS NOT NULL AND slot_name = '"
                          + pipeline.slot()
                          + "'",
                      statement));
    }
  }

  /** Has the server write some segments of WAL in a database nobody captures. */
  private static void fillWal(Sandbox sandbox) throws SQLException {
    try (Connection other = sandbox.postgres().connect()) {
      for (int segment = 0; segment < 3; segment++) {
        execute(other, "SELECT pg_logical_emit_message(true, 'a', 'change'), pg_switch_wal()");
      }
      execute(other, "CHECKPOINT");
    }
  }

  private static void loseWal(IsolatedPipeline pipeline, Sandbox sandbox) throws Exception {
    pipeline.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
    try {
      await("the slot is lost")
          .atMost(LIMIT)
          .until(
              () -> {
                fillWal(sandbox);
                return ask(pipeline, "SELECT wal_status FROM pg_replication_slots").equals("lost");
              });
    } finally {
      pipeline.sql("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
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
                ask(
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

  private static String ask(IsolatedPipeline pipeline, String sql) throws SQLException {
    try (Connection connection = pipeline.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
