package dev.caravan.capture;

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
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The capture's meters. {@code caravan.capture.events} counts events Kafka has taken, by table and
 * operation; {@code caravan.capture.delay.seconds} is how old the last change was when Kafka had
 * it.
 */
@ApplicationScoped
public class CaptureMeters {

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
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    SourceRecord newest = null;
    int rows = 0;
    for (SourceRecord event : batch.records()) {
      if (CapturedBatch.isHeartbeat(event)) {
        state.wroteHeartbeat();
      } else {
        counts
            .computeIfAbsent(event.topic(), topic -> new HashMap<>())
            .merge(((Struct) event.value()).getString("op"), 1, Integer::sum);
        newest = event;
        rows++;
      }
    }
    counts.forEach(
        (topic, byOp) -> byOp.forEach((op, count) -> counter(topic, op).increment(count)));
    if (newest != null) {
      batchRows.record(rows);
      long committed = ((Struct) newest.value()).getStruct("source").getInt64("ts_ms");
      delayMillis.set(System.currentTimeMillis() - committed);
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
