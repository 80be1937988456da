package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Deliverers come and go while rows are written: from one to three, of which one is killed and one
 * is frozen for longer than Kafka waits for it, and back to one.
 */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ScalingIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final int PARTITIONS = 3;

  @Test
  void deliverersShareTheWorkAndRepeatNothing(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("ScalingIT seed " + seed);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ScalingIT.class);
        ConsumerGroup group =
            new ConsumerGroup(sandbox, pipeline.topicPrefix() + "-table1", PARTITIONS);
        Ledger ledger = new Ledger(pipeline::connect, seed)) {
      // Given one deliverer, a view that sees every row ever inserted, and a steady load
      ledger.pace(50);
      pipeline.sql(Ledger.TABLE);
      pipeline.deliver(ORDERS);
      Application capture = pipeline.start(pipeline.application().set("caravan.role", "capture"));
      Application first = deliverer(pipeline);
      await("the target")
          .atMost(Duration.ofSeconds(60))
          .until(() -> pipeline.clickhouse("EXISTS orders_final").equals("1"));
      pipeline.clickhouse(LedgerAudit.VIEW);
      ledger.start();
      Arrivals arrivals = new Arrivals(pipeline);
      arrivals.awaitMore();
      group.awaitOwners(1);

      // When two more join
      Application second = deliverer(pipeline);
      Application third = deliverer(pipeline);
      tell("two join, their start included", group.awaitOwners(3));
      arrivals.awaitMore();

      // And one dies
      second.kill();
      tell("one is killed", group.awaitOwners(2));
      arrivals.awaitMore();

      // And one freezes until another one has what it had, and wakes up
      third.pause();
      tell("one is frozen", group.awaitOwners(1));
      arrivals.awaitMore();
      third.resume();
      tell("it wakes up", group.awaitOwners(2));
      arrivals.awaitMore();

      // And the first one, which was there all the time, leaves
      first.stop();
      tell("one is stopped", group.awaitOwners(1));
      arrivals.awaitMore();

      // Then
      List<Ledger.Change> committed = ledger.stop();
      pipeline.awaitEqual(ORDERS);
      LedgerAudit.of(pipeline, 0).holdsEachOnce(committed);
      assertThat(pipeline.kafka().names(pipeline.topicPrefix() + "."))
          .noneMatch(topic -> topic.endsWith(".dlq"));
      assertThat(capture.isAlive()).isTrue();
      assertThat(third.isAlive()).isTrue();
      System.out.printf("ScalingIT: %,d changes, each delivered once%n", committed.size());
    }
  }

  private static Application deliverer(IsolatedPipeline pipeline) {
    return pipeline.start(pipeline.application().set("caravan.role", "deliver"));
  }

  private static void tell(String what, Duration time) {
    System.out.printf("ScalingIT: %s: shared anew after %.1f s%n", what, time.toMillis() / 1e3);
  }
}
