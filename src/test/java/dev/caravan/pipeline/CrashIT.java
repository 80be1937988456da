package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.pipeline.Ledger.Change;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Kills the application at ten random moments, the first of them in the middle of the snapshot,
 * while single rows, multi-row inserts and COPY are written. What committed must be in Kafka and in
 * ClickHouse once each.
 */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SharedSandbox.class)
class CrashIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final int PRELOADED = 80_000;
  private static final int KILLS = 10;

  @Test
  void everyChangeArrivesOnceWhateverDies(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("CrashIT seed " + seed);
    Random random = new Random(seed);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, CrashIT.class);
        Ledger ledger = new Ledger(pipeline::connect, seed)) {
      // Given a view that sees every row ever inserted into the target
      pipeline.sql(Ledger.TABLE);
      pipeline.createTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      ledger.preload(PRELOADED);
      Positions positions = new Positions(pipeline);

      // When the application is killed again and again while the ledger writes
      for (int kill = 0; kill < KILLS; kill++) {
        Application application =
            // Small batches, so that kills fall between the transactions of one COPY.
            pipeline.start(pipeline.application().set("caravan.capture.batch.max-rows", "1000"));
        if (kill == 0) {
          awaitMoreEvents(pipeline);
          ledger.start();
        } else if (kill == 1) {
          awaitMoreEvents(pipeline);
        } else if (kill % 4 != 0) {
          // Once it streams again; every fourth time it dies while it is still starting.
          awaitStreaming(positions);
          awaitMoreEvents(pipeline);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(kill < 2 ? 500 : 1_500));
        application.kill();
        if (kill < 2) {
          assertThat(positions.last()).contains("\"phase\":\"snapshot\"");
        }
      }
      Application last = pipeline.start(pipeline.application());
      List<Change> committed = ledger.stop();
      pipeline.awaitEqual(ORDERS);

      // Then
      LedgerAudit.of(pipeline, PRELOADED).holdsEachOnce(committed);
      assertThat(last.isAlive()).isTrue();
    }
  }

  private static void awaitMoreEvents(IsolatedPipeline pipeline) {
    String topic = pipeline.topicPrefix() + ".inventory.orders";
    long before = pipeline.kafka().end(topic);
    await("more events than " + before)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> pipeline.kafka().end(topic) > before);
  }

  private static void awaitStreaming(Positions positions) {
    await("the snapshot is complete")
        .atMost(Duration.ofMinutes(2))
        .until(() -> positions.last().contains("\"phase\":\"streaming\""));
  }
}
