package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.pipeline.RandomFaults.ApplicationFault;
import dev.caravan.pipeline.RandomFaults.Step;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.NetworkLinks;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random faults of the servers, the network and the applications, of which one delivers only and is
 * not behind the network that fails: it takes over what the other one is cut off from. {@code
 * -Dcaravan.faults=30m} has them last so long, {@code -Dcaravan.seed=...} takes the same ones
 * again.
 */
@Tag("native")
@Tag("timed")
@ExtendWith(SharedSandbox.class)
class RandomFaultIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final int PRELOADED = 50_000;
  private static final int HEAP_MB = 256;
  private static final int BESIDE_HEAP_MB = 250;
  private static final Duration TIME =
      Duration.parse("PT" + System.getProperty("caravan.faults", "10s"));
  private static final long SEED = Long.getLong("caravan.seed", System.nanoTime());

  /** A twentieth of the time, from 2 s to a minute. */
  private static final Duration LONGEST =
      Duration.ofSeconds(Math.max(2, Math.min(60, TIME.toSeconds() / 20)));

  private final List<Application.Builder> builders = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();

  @Test
  void losesAndRepeatsNothing(Sandbox sandbox) throws Exception {
    String command = "RandomFaultIT -Dcaravan.seed=%d -Dcaravan.faults=%ds";
    System.out.println(command.formatted(SEED, TIME.toSeconds()));
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, RandomFaultIT.class);
        NetworkLinks links = NetworkLinks.to(sandbox);
        Ledger ledger = new Ledger(pipeline::connect, SEED)) {
      // Given
      ledger.pace(50);
      pipeline.sql(Ledger.TABLE);
      pipeline.deliver(ORDERS);
      pipeline.createTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      ledger.preload(PRELOADED);
      builders.add(ImpatientApplication.of(pipeline, links, HEAP_MB));
      builders.add(ImpatientApplication.of(pipeline, HEAP_MB).set("caravan.role", "deliver"));
      for (Application.Builder builder : builders) {
        applications.add(pipeline.start(builder));
      }
      new Arrivals(pipeline).awaitMore();
      ledger.start();

      // When
      RandomFaults faults = new RandomFaults(Engine.of(sandbox, links), 2, LONGEST, SEED);
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < TIME.toNanos()) {
        Step step = faults.next();
        TimeUnit.NANOSECONDS.sleep(step.calm().toNanos());
        System.out.printf("%4.0f s %s%n", (System.nanoTime() - begin) / 1e9, step);
        take(step, pipeline);
      }

      // Then
      List<Ledger.Change> committed = ledger.stop();
      pipeline.reconnect();
      pipeline.awaitEqual(ORDERS);
      LedgerAudit.of(pipeline, PRELOADED).holdsEachOnce(committed);
      assertThat(pipeline.kafka().names(pipeline.topicPrefix() + "."))
          .noneMatch(topic -> topic.endsWith(".dlq"));
      for (Application application : applications) {
        assertThat(application.isAlive()).isTrue();
        assertThat(Resident.peakMb(application)).isLessThan(HEAP_MB + BESIDE_HEAP_MB);
      }
      System.out.printf("RandomFaultIT: %d changes%n", committed.size());
    } catch (AssertionError e) {
      throw new AssertionError(
          command.formatted(SEED, TIME.toSeconds()) + " fails: " + e.getMessage(), e);
    }
  }

  private void take(Step step, IsolatedPipeline pipeline) throws InterruptedException {
    CompletableFuture<Void> outages =
        CompletableFuture.runAsync(() -> Outage.strike(step.outages()));
    Application application = applications.get(step.application());
    switch (step.fault()) {
      case KILL -> application.kill();
      case STOP -> application.stop();
      case FREEZE -> application.pause();
      default -> {
        outages.join();
        return;
      }
    }
    TimeUnit.NANOSECONDS.sleep(step.time().toNanos());
    if (step.fault() == ApplicationFault.FREEZE) {
      application.resume();
    } else {
      applications.set(step.application(), pipeline.start(builders.get(step.application())));
    }
    outages.join();
  }
}
