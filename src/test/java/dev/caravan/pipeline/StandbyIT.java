package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.NetworkLink;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
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

  @Test
  void oneCapturesWhateverBecomesOfTheOther(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, StandbyIT.class);
        NetworkLink link = NetworkLink.to(sandbox.postgres().port());
        Ledger ledger = new Ledger(pipeline::connect, 6);
        Heartbeats beats = new Heartbeats(pipeline.connect())) {
      Captures captures = new Captures(pipeline, StandbyIT.class);
      // Given one that captures, and one that stands by and is ready
      pipeline.sql(Ledger.TABLE, Heartbeats.TABLE);
      pipeline.deliver(ORDERS, BEATS);
      Application first = pipeline.start(captures.another());
      Captures.awaitPhase(first, "streaming");
      Application second = pipeline.start(captures.another().postgresThrough(link));
      pipeline.start(pipeline.application().java("-Xmx192m").set("caravan.role", "deliver"));
      Captures.awaitPhase(second, "standby");
      InsertedRows rows = new InsertedRows(pipeline, BEATS);
      pipeline.awaitTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      ledger.preload(0);
      ledger.start();
      beats.start();
      await("rows arrive").atMost(Duration.ofSeconds(60)).until(() -> rows.count(BEATS) > 0);

      // When it is paused
      int stream = captures.stream();
      Instant paused = Instant.now();
      first.pause();
      stream = captures.awaitTakeOver("SIGSTOP", paused, second, stream);
      first.resume();
      // Then it finds that it must not write any more, and disturbs nobody
      Captures.awaitPhase(first, "standby");
      // By the lock, or by Kafka, which says it in two ways.
      assertThat(first.log())
          .containsPattern(
              "lock-term|held this capture.s lock|newer producer with the same|an old epoch");
      assertThat(captures.stream()).isEqualTo(stream);
      assertThat(second.log()).doesNotContain("ERROR");

      // When the network before PostgreSQL swallows everything
      Instant cut = Instant.now();
      link.cut();
      stream = captures.awaitTakeOver("network cut", cut, first, stream);
      link.mend();
      Captures.awaitPhase(second, "standby");
      assertThat(captures.stream()).isEqualTo(stream);

      // When it dies
      Instant killed = Instant.now();
      first.kill();
      stream = captures.awaitTakeOver("kill -9", killed, second, stream);

      // When it is stopped
      Application third = pipeline.start(captures.another());
      Captures.awaitPhase(third, "standby");
      Instant stopped = Instant.now();
      second.stop();
      captures.awaitTakeOver("clean stop", stopped, third, stream);

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
}
