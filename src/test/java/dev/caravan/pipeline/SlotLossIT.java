package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the slot keeps up, and what becomes of the tables when it cannot be read on from. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class SlotLossIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Test
  void standsStillForNobodyAndIsReplacedWhenItIsLost(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotLossIT.class)) {
      SlotTables.prepare(pipeline, 6_000);
      Application application = pipeline.start(SlotTables.quick(pipeline));
      pipeline.awaitEqual(SlotTables.ALL);

      // When only another database of the server is busy
      String before = SlotTables.ask(pipeline, "SELECT pg_current_wal_lsn()");
      fillWal(sandbox);
      // Then the slot lets go of the WAL all the same
      await("the slot keeps no WAL of before")
          .atMost(LIMIT)
          .until(
              () ->
                  SlotTables.ask(
                          pipeline,
                          "SELECT restart_lsn > '" + before + "' FROM pg_replication_slots")
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
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotLossIT.class)) {
      // Given a slot that was dropped while nothing ran, and a process that is started then
      SlotTables.prepare(pipeline, 30_000);
      Positions positions = new Positions(pipeline);
      Application first = pipeline.start(SlotTables.quick(pipeline));
      pipeline.awaitEqual(SlotTables.ALL);
      first.kill();
      interrupt(pipeline, "SELECT pg_drop_replication_slot('" + pipeline.slot() + "')");
      changeUnseen(pipeline, 1);
      Application second = pipeline.start(SlotTables.quick(pipeline));
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
      SlotTables.change(pipeline, 2, SlotTables.KEYED, SlotTables.WHOLE);
      pipeline.sql("INSERT INTO inventory.appended SELECT generate_series(-50, -1), 'new'");
      Application third = pipeline.start(SlotTables.quick(pipeline));

      // Then
      pipeline.awaitEqual(SlotTables.ALL);
      pipeline.sql("INSERT INTO inventory.keyed VALUES (-1, 'streamed')");
      pipeline.awaitEqual(SlotTables.ALL);
      assertThat(third.isAlive()).isTrue();
    }
  }

  @Test
  void replacesWhatARestoredServerHasNotAnyMore(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, SlotLossIT.class)) {
      // Given a copy of the server from before the last changes
      SlotTables.prepare(pipeline, 2_000);
      Application application = pipeline.start(SlotTables.quick(pipeline));
      pipeline.awaitEqual(SlotTables.ALL);
      sandbox.postgres().stop();
      sandbox.postgres().keepCopy();
      sandbox.postgres().start();
      pipeline.reconnect();
      fillWal(sandbox);
      SlotTables.change(pipeline, 1, SlotTables.KEYED, SlotTables.WHOLE);
      pipeline.sql("TRUNCATE inventory.appended");
      pipeline.awaitEqual(SlotTables.ALL);

      // When it is put back
      sandbox.postgres().stop();
      sandbox.postgres().restoreCopy();
      sandbox.postgres().start();
      pipeline.reconnect();

      // Then
      awaitFailed(application, "restored from an older state");
      replace(pipeline, application);
      SlotTables.change(pipeline, 2, SlotTables.KEYED, SlotTables.WHOLE);
      pipeline.sql("TRUNCATE inventory.appended");
      pipeline.awaitEqual(SlotTables.ALL);
    }
  }

  /** In all tables, other rows in each round. */
  private static void changeUnseen(IsolatedPipeline pipeline, int round) {
    SlotTables.change(pipeline, round, SlotTables.ALL);
  }

  private static void replace(IsolatedPipeline pipeline, Application application) {
    askForSnapshot(application);
    pipeline.awaitEqual(SlotTables.ALL);
    pipeline.sql("UPDATE inventory.keyed SET v = v || '.' WHERE id % 11 = 0");
    pipeline.awaitEqual(SlotTables.ALL);
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
    try (Connection other = sandbox.postgres().connect();
        Statement statement = other.createStatement()) {
      for (int segment = 0; segment < 3; segment++) {
        statement.execute("SELECT pg_logical_emit_message(true, 'a', 'change'), pg_switch_wal()");
      }
      statement.execute("CHECKPOINT");
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
                return SlotTables.ask(pipeline, "SELECT wal_status FROM pg_replication_slots")
                    .equals("lost");
              });
    } finally {
      pipeline.sql("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
    }
  }
}
