package dev.caravan.capture;

import dev.caravan.capture.event.RowEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The capture's meters. {@code caravan.capture.events} counts events Kafka has taken, by table and
 * operation; {@code caravan.capture.delay.seconds} is how old the last change was when Kafka had
 * it.
 */
@ApplicationScoped
public class CaptureMeters {

  private static final RowEvent.Op[] OPS = RowEvent.Op.values();

  private final MeterRegistry registry;
  private final CaptureState state;
  private final Map<String, Counter> counters = new HashMap<>();
  private final AtomicLong delayMillis = new AtomicLong();
  private final DistributionSummary batchRows;

  public CaptureMeters(MeterRegistry registry, CaptureState state) {
    this.registry = registry;
    this.state = state;
    this.batchRows =
        DistributionSummary.builder("caravan.capture.batch.rows")
            .description("Events in one Kafka transaction")
            .register(registry);
  }

  /** Makes the meters there from the start, also while there is nothing to be counted. */
  void register() {
    Gauge.builder("caravan.capture.delay.seconds", delayMillis, millis -> millis.get() / 1000.0)
        .description("Age of the newest change when Kafka took it")
        .register(registry);
    Gauge.builder("caravan.capture.restarts", state, s -> s.view().restarts())
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

  /** Counts a batch that Kafka has taken. Called by one thread. */
  void captured(CapturedBatch batch) {
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
