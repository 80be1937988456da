package dev.caravan.capture;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.log.ChangeLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The capture's meters. {@code caravan.capture.events} counts events Kafka has taken, by table and
 * operation, {@code caravan.capture.transaction} times the Kafka transactions they were written in,
 * by outcome; {@code caravan.capture.delay.seconds} is how old the last change was when Kafka had
 * it. {@code docs/metrics.md} tells all of them.
 */
@ApplicationScoped
public class CaptureMeters {

  private static final RowEvent.Op[] OPS = RowEvent.Op.values();
  private static final double[] ROWS = {1, 10, 100, 1_000, 2_500, 5_000, 10_000};
  private static final Duration[] TIMES =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final CaptureState state;
  private final Map<String, Counter> counters = new HashMap<>();
  private final AtomicLong delayMillis = new AtomicLong();
  private final DistributionSummary batchRows;
  private final Timer committed;
  private final Timer failed;

  public CaptureMeters(MeterRegistry registry, CaptureState state) {
    this.registry = registry;
    this.state = state;
    this.batchRows =
        DistributionSummary.builder("caravan.capture.batch.rows")
            .description("Events in one Kafka transaction")
            .serviceLevelObjectives(ROWS)
            .register(registry);
    this.committed = transaction("committed");
    this.failed = transaction("failed");
  }

  private Timer transaction(String result) {
    return Timer.builder("caravan.capture.transaction")
        .description("Time of a Kafka transaction, until committed or given up")
        .tag("result", result)
        .serviceLevelObjectives(TIMES)
        .register(registry);
  }

  /**
   * Makes the meters there from the start, also while there is nothing to be counted.
   *
   * @param log which the registry does not keep: it must live as long as this
   */
  void register(ChangeLog log) {
    FunctionCounter.builder("caravan.capture", log, ChangeLog::bytes)
        .description("Bytes of the events Kafka has taken, uncompressed")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("caravan.capture.queue.rows", state, s -> s.queued().rows())
        .description("Events that are decoded and not yet on their way to Kafka")
        .register(registry);
    Gauge.builder("caravan.capture.queue", state, s -> s.queued().bytes())
        .description("Memory of the events that are decoded and not yet on their way to Kafka")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("caravan.capture.delay.seconds", delayMillis, millis -> millis.get() / 1000.0)
        .description("Age of the newest change when Kafka took it")
        .register(registry);
    FunctionCounter.builder("caravan.capture.restarts", state, s -> s.view().restarts())
        .description("How often the capture began anew after a failure")
        .register(registry);
    Gauge.builder("caravan.capture.idle.seconds", state, s -> secondsSince(s.lastWrite()))
        .description("Time since Kafka took a batch or a heartbeat")
        .register(registry);
    Gauge.builder(
            "caravan.capture.heartbeat.age.seconds", state, s -> secondsSince(s.lastHeartbeat()))
        .description("Time since Kafka took a heartbeat, which moves the slot while all is idle")
        .register(registry);
    for (CaptureState.Phase phase : CaptureState.Phase.values()) {
      Gauge.builder("caravan.capture.phase", state, s -> s.view().phase() == phase ? 1 : 0)
          .description("1 for the phase the capture is in")
          .tag("phase", phase.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private static double secondsSince(Instant time) {
    return Duration.between(time, Instant.now()).toMillis() / 1000.0;
  }

  /**
   * Counts a transaction that Kafka has not taken, or may not have.
   *
   * @param nanos how long it took to know
   */
  void failed(long nanos) {
    failed.record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Counts a batch that Kafka has taken. Called by one thread.
   *
   * @param nanos how long its transaction took
   */
  void captured(CapturedBatch batch, long nanos) {
    committed.record(nanos, TimeUnit.NANOSECONDS);
    batch.heartbeats().forEach(heartbeat -> state.wroteHeartbeat());
    if (batch.events().isEmpty()) {
      return;
    }
    Map<String, int[]> counts = new HashMap<>();
    for (RowEvent event : batch.events()) {
      counts
          .computeIfAbsent(event.table().topic(), topic -> new int[OPS.length])[
          event.op().ordinal()]++;
    }
    counts.forEach(this::count);
    batchRows.record(batch.events().size());
    RowEvent newest = batch.events().get(batch.events().size() - 1);
    delayMillis.set(System.currentTimeMillis() - newest.origin().micros() / 1000);
  }

  private void count(String topic, int[] byOp) {
    for (RowEvent.Op op : OPS) {
      if (byOp[op.ordinal()] > 0) {
        counter(topic, String.valueOf(op.letter())).increment(byOp[op.ordinal()]);
      }
    }
  }

  private Counter counter(String topic, String op) {
    return counters.computeIfAbsent(
        topic + " " + op,
        key ->
            Counter.builder("caravan.capture.events")
                .description("Events Kafka has taken")
                .tag("table", topic.substring(topic.indexOf('.') + 1))
                .tag("op", op)
                .register(registry));
  }
}
