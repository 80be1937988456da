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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two captures on one slot and three deliverers of one group, under load. Each time something
 * becomes of one of the captures, the same becomes of one of the deliverers: the others take over,
 * and one that comes back writes nothing that is not its own any more.
 */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SharedSandbox.class)
class HighAvailabilityIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName BEATS = new TableName("inventory", "beats");
  private static final int PARTITIONS = 3;

  @Test
  void othersTakeOverWhateverBecomesOfOne(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("HighAvailabilityIT seed " + seed);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, HighAvailabilityIT.class);
        ConsumerGroup group =
            new ConsumerGroup(sandbox, pipeline.topicPrefix() + "-table1", PARTITIONS);
        NetworkLink link = NetworkLink.to(sandbox.postgres().port());
        Ledger ledger = new Ledger(pipeline::connect, seed);
        Heartbeats beats = new Heartbeats(pipeline.connect())) {
      Captures captures = new Captures(pipeline, HighAvailabilityIT.class);
      // Given one that captures, one that stands by and is ready, and one that delivers
      ledger.pace(50);
      pipeline.sql(Ledger.TABLE, Heartbeats.TABLE);
      pipeline.deliver(ORDERS, BEATS);
      Application first = pipeline.start(captures.another());
      Captures.awaitPhase(first, "streaming");
      Application second = pipeline.start(captures.another().postgresThrough(link));
      Application deliverer = pipeline.start(deliverer(pipeline));
      Captures.awaitPhase(second, "standby");
      InsertedRows rows = new InsertedRows(pipeline, BEATS);
      pipeline.awaitTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      Arrivals arrivals = new Arrivals(pipeline);
      ledger.start();
      beats.start();
      arrivals.awaitMore();
      await("rows arrive").atMost(Duration.ofSeconds(60)).until(() -> rows.count(BEATS) > 0);

      // When two more join
      Application frozen = pipeline.start(deliverer(pipeline));
      Application killed = pipeline.start(deliverer(pipeline));
      tell("two deliverers join, their start included", group.awaitOwners(3));
      arrivals.awaitMore();

      // When a capture and a deliverer are paused
      int stream = captures.stream();
      Instant pause = Instant.now();
      first.pause();
      frozen.pause();
      stream = captures.awaitTakeOver("SIGSTOP", pause, second, stream);
      tell("one deliverer is paused, after that", group.awaitOwners(2));
      arrivals.awaitMore();
      first.resume();
      frozen.resume();
      // Then they find that they must not write any more, and disturb nobody
      Captures.awaitPhase(first, "standby");
      // By the lock, or by Kafka, which says it in two ways.
      assertThat(first.log())
          .containsPattern(
              "lock-term|held this capture.s lock|newer producer with the same|an old epoch");
      assertThat(captures.stream()).isEqualTo(stream);
      assertThat(second.log()).doesNotContain("ERROR");
      tell("it wakes up, after that", group.awaitOwners(3));

      // When the network before PostgreSQL swallows everything, and a deliverer dies
      Instant cut = Instant.now();
      link.cut();
      killed.kill();
      stream = captures.awaitTakeOver("network cut", cut, first, stream);
      tell("one deliverer is killed, after that", group.awaitOwners(2));
      arrivals.awaitMore();
      link.mend();
      Captures.awaitPhase(second, "standby");
      assertThat(captures.stream()).isEqualTo(stream);

      // When the one that captures dies, and a deliverer is stopped
      Instant kill = Instant.now();
      first.kill();
      deliverer.stop();
      stream = captures.awaitTakeOver("kill -9", kill, second, stream);
      tell("one deliverer is stopped, after that", group.awaitOwners(1));
      arrivals.awaitMore();

      // When the one that captures is stopped
      Application third = pipeline.start(captures.another());
      Captures.awaitPhase(third, "standby");
      Instant stop = Instant.now();
      second.stop();
      captures.awaitTakeOver("clean stop", stop, third, stream);
      arrivals.awaitMore();

      // Then nothing is missing, and nothing is there twice
      List<Ledger.Change> committed = ledger.stop();
      int beaten = beats.stop();
      pipeline.awaitEqual(ORDERS, BEATS);
      LedgerAudit.of(pipeline, 0).holdsEachOnce(committed);
      assertThat(rows.count(BEATS)).isEqualTo(beaten);
      assertThat(rows.distinct(BEATS)).isEqualTo(beaten);
      assertThat(pipeline.kafka().names(pipeline.topicPrefix() + "."))
          .noneMatch(topic -> topic.endsWith(".dlq"));
      assertThat(frozen.isAlive()).isTrue();
      System.out.printf(
          "HighAvailabilityIT %,d changes, each once; longest from commit to ClickHouse: SIGSTOP %s,"
              + " network cut and kill -9 of a deliverer %s, kill -9 %s, clean stop %s%n",
          committed.size(),
          rows.longestDelay(BEATS, pause, cut),
          rows.longestDelay(BEATS, cut, kill),
          rows.longestDelay(BEATS, kill, stop),
          rows.longestDelay(BEATS, stop, Instant.now()));
    }
  }

  private static Application.Builder deliverer(IsolatedPipeline pipeline) {
    return pipeline.application().java("-Xmx192m").set("caravan.role", "deliver");
  }

  private static void tell(String what, Duration time) {
    System.out.printf(
        "HighAvailabilityIT %s: shared anew after %.1f s%n", what, time.toMillis() / 1e3);
  }
}
