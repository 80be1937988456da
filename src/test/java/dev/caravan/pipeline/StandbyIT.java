package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.NetworkLink;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two captures on one slot, under load: whatever becomes of the one that captures, the other one
 * takes over, and one that comes back writes nothing.
 */
@ExtendWith(SharedSandbox.class)
class StandbyIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName BEATS = new TableName("inventory", "beats");

  /** What is promised. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void oneCapturesWhateverBecomesOfTheOther(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, StandbyIT.class);
        NetworkLink link = NetworkLink.to(sandbox.postgres().port());
        Ledger ledger = new Ledger(pipeline::connect, 6);
        Heartbeats beats = new Heartbeats(pipeline.connect())) {
      // Given one that captures, and one that stands by and is ready
      pipeline.sql(Ledger.TABLE, Heartbeats.TABLE);
      pipeline.deliver(ORDERS, BEATS);
      Application first = pipeline.start(capture(pipeline));
      awaitPhase(first, "streaming");
      Application second = pipeline.start(capture(pipeline).postgresThrough(link));
      pipeline.start(pipeline.application().java("-Xmx192m").set("caravan.role", "deliver"));
      awaitPhase(second, "standby");
      InsertedRows rows = new InsertedRows(pipeline, BEATS);
      pipeline.awaitTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      ledger.preload(0);
      ledger.start();
      beats.start();
      await("rows arrive").atMost(Duration.ofSeconds(60)).until(() -> rows.count(BEATS) > 0);

      // When it is paused
      int stream = stream(pipeline);
      Instant paused = Instant.now();
      first.pause();
      stream = awaitTakeOver("SIGSTOP", paused, pipeline, second, stream);
      first.resume();
      // Then it finds that it must not write any more, and disturbs nobody
      awaitPhase(first, "standby");
      // By the lock, or by Kafka, which says it in two ways.
      assertThat(first.log())
          .containsPattern(
              "lock-term|held this capture.s lock|newer producer with the same|an old epoch");
      assertThat(stream(pipeline)).isEqualTo(stream);
      assertThat(second.log()).doesNotContain("ERROR");

      // When the network before PostgreSQL swallows everything
      Instant cut = Instant.now();
      link.cut();
      stream = awaitTakeOver("network cut", cut, pipeline, first, stream);
      link.mend();
      awaitPhase(second, "standby");
      assertThat(stream(pipeline)).isEqualTo(stream);

      // When it dies
      Instant killed = Instant.now();
      first.kill();
      stream = awaitTakeOver("kill -9", killed, pipeline, second, stream);

      // When it is stopped
      Application third = pipeline.start(capture(pipeline));
      awaitPhase(third, "standby");
      Instant stopped = Instant.now();
      second.stop();
      awaitTakeOver("clean stop", stopped, pipeline, third, stream);

      // Then nothing is missing, and nothing is there twice
      List<Ledger.Change> committed = ledger.stop();
      int beaten = beats.stop();
      pipeline.awaitEqual(ORDERS, BEATS);
      LedgerAudit.of(pipeline, 0).holdsEachOnce(committed);
      assertThat(rows.count(BEATS)).isEqualTo(beaten);
      assertThat(rows.distinct(BEATS)).isEqualTo(beaten);
      System.out.printf(
          "StandbyIT %d changes; longest from commit to ClickHouse: SIGSTOP %s, network cut %s,"
              + " kill -9 %s, clean stop %s%n",
          committed.size(),
          rows.longestDelay(BEATS, paused, cut),
          rows.longestDelay(BEATS, cut, killed),
          rows.longestDelay(BEATS, killed, stopped),
          rows.longestDelay(BEATS, stopped, Instant.now()));
    }
  }

  private static Application.Builder capture(IsolatedPipeline pipeline) {
    return pipeline.application().java("-Xmx256m").set("caravan.role", "capture");
  }

  /**
   * Waits until the other one streams, and prints how long that took.
   *
   * @param earlier the stream there was before
   * @return the stream there is now
   */
  private static int awaitTakeOver(
      String what, Instant since, IsolatedPipeline pipeline, Application next, int earlier) {
    Probes probes = new Probes(next);
    int stream =
        await("take-over after " + what)
            .atMost(LIMIT)
            .until(() -> stream(pipeline), now -> now != 0 && now != earlier);
    System.out.printf(
        "StandbyIT %s: the other one streams after %s%n",
        what, Duration.between(since, Instant.now()));
    assertThat(phase(probes)).isEqualTo("streaming");
    return stream;
  }

  /** Whatever the phase is, it is ready in it. */
  private static void awaitPhase(Application application, String phase) {
    new Probes(application)
        .await(
            "it is " + phase, each -> phase(each).equals(phase) && each.isUp("ready", "capture"));
  }

  private static String phase(Probes probes) {
    return probes.check("ready", "capture").at("/data/phase").asText();
  }

  /** The process of PostgreSQL that streams from the slot. */
  private static int stream(IsolatedPipeline pipeline) throws SQLException {
    try (Connection connection = pipeline.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                    + pipeline.slot()
                    + "'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
