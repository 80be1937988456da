package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.pipeline.Outage.Kind;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.NetworkLinks;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every server is killed, stopped, frozen, cut off and reset, alone and together with the others,
 * once of it all in the middle of the snapshot, while rows are written. The application is never
 * touched: it goes on by itself each time, and in the end each change has arrived once.
 */
@Tag("native")
@Tag("timed")
@ExtendWith(SharedSandbox.class)
class OutageIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final int PRELOADED = 30_000;
  private static final int HEAP_MB = 256;
  private static final int BESIDE_HEAP_MB = 250;
  private static final Duration LONGER_THAN_A_SESSION = Duration.ofSeconds(10);
  private static final Pattern ASSIGNED = Pattern.compile("Assigned \\[[^\\]]");

  @Test
  void eachChangeArrivesOnceWhateverIsAway(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("OutageIT seed " + seed);
    Random random = new Random(seed);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, OutageIT.class);
        NetworkLinks links = NetworkLinks.to(sandbox);
        Ledger ledger = new Ledger(pipeline::connect, seed)) {
      // Given
      pipeline.sql(Ledger.TABLE);
      pipeline.deliver(ORDERS);
      pipeline.createTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      ledger.preload(PRELOADED);
      List<Engine> engines = Engine.of(sandbox, links);
      Application application = pipeline.start(ImpatientApplication.of(pipeline, links, HEAP_MB));
      Arrivals arrivals = new Arrivals(pipeline);
      arrivals.awaitMore();

      // When
      ledger.start();
      Outage.strike(atOnce(engines, random));
      arrivals.awaitMore();
      for (Kind kind : List.of(Kind.KILL, Kind.STOP, Kind.FREEZE, Kind.CUT, Kind.RESET)) {
        for (Engine engine : engines) {
          strike(new Outage(engine, kind, time(kind)), arrivals);
        }
      }
      Outage.strike(atOnce(engines, random));
      arrivals.awaitMore();
      long assignments = assignments(application);
      strike(new Outage(engines.get(2), Kind.KILL, LONGER_THAN_A_SESSION), arrivals);

      // Then
      assertThat(assignments(application)).isEqualTo(assignments);
      List<Ledger.Change> committed = ledger.stop();
      pipeline.reconnect();
      pipeline.awaitEqual(ORDERS);
      LedgerAudit.of(pipeline, PRELOADED).holdsEachOnce(committed);
      assertThat(pipeline.kafka().names(pipeline.topicPrefix() + "."))
          .noneMatch(topic -> topic.endsWith(".dlq"));
      assertThat(application.isAlive()).isTrue();
      assertThat(application.log()).doesNotContain("OutOfMemory");
      assertThat(Resident.peakMb(application)).isLessThan(HEAP_MB + BESIDE_HEAP_MB);
      System.out.printf(
          "OutageIT: %d changes, %d MB resident at most%n",
          committed.size(), Resident.peakMb(application));
    }
  }

  private static void strike(Outage outage, Arrivals arrivals) throws InterruptedException {
    long begin = System.nanoTime();
    outage.strike();
    long end = System.nanoTime();
    arrivals.awaitMore();
    System.out.printf(
        "%s: %.1f s, and %.1f s until rows arrive%n",
        outage, (end - begin) / 1e9, (System.nanoTime() - end) / 1e9);
  }

  private static List<Outage> atOnce(List<Engine> engines, Random random) {
    Kind[] kinds = {Kind.KILL, Kind.STOP, Kind.FREEZE, Kind.CUT};
    List<Outage> outages =
        engines.stream()
            .map(engine -> new Outage(engine, kinds[random.nextInt(kinds.length)], time(Kind.KILL)))
            .toList();
    System.out.println(outages);
    return outages;
  }

  /** A cut lasts until the connections are given up. */
  private static Duration time(Kind kind) {
    return switch (kind) {
      case CUT -> ImpatientApplication.SILENCE.multipliedBy(5).dividedBy(2);
      case FREEZE -> ImpatientApplication.SILENCE;
      default -> Duration.ofMillis(300);
    };
  }

  private static long assignments(Application application) {
    return ASSIGNED.matcher(application.log()).results().count();
  }
}
