package dev.caravan.capture;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
  private final Map<String, Counter> counters = new HashMap<>();
  private final AtomicLong delayMillis = new AtomicLong();
  private final DistributionSummary batchRows;

  public CaptureMeters(MeterRegistry registry, CaptureState state) {
    this.registry = registry;
    this.batchRows =
        DistributionSummary.builder("caravan.capture.batch.rows")
            .description("Events in one Kafka transaction")
            .register(registry);
    Gauge.builder("caravan.capture.delay.seconds", delayMillis, millis -> millis.get() / 1000.0)
        .description("Age of the newest change when Kafka took it")
        .register(registry);
    Gauge.builder("caravan.capture.restarts", state, s -> s.view().restarts())
        .description("How often the capture began anew after a failure")
        .register(registry);
    Gauge.builder(
            "caravan.capture.idle.seconds",
            state,
            s -> Duration.between(s.lastWrite(), Instant.now()).toMillis() / 1000.0)
        .description("Time since Kafka took a batch or a heartbeat")
        .register(registry);
    for (CaptureState.Phase phase : CaptureState.Phase.values()) {
      Gauge.builder("caravan.capture.phase", state, s -> s.view().phase() == phase ? 1 : 0)
          .description("1 for the phase the capture is in")
          .tag("phase", phase.name().toLowerCase(java.util.Locale.ROOT))
          .register(registry);
    }
  }

  /** Counts a batch that Kafka has taken. Called by one thread. */
  void captured(CapturedBatch batch) {
    Map<String, Integer> counts = new HashMap<>();
    Long newest = null;
    int rows = 0;
    for (SourceRecord event : batch.records()) {
      if (event.valueSchema().field("source") == null) {
        continue;
      }
      Struct value = (Struct) event.value();
      counts.merge(event.topic() + " " + value.getString("op"), 1, Integer::sum);
      newest = value.getStruct("source").getInt64("ts_ms");
      rows++;
    }
    counts.forEach((key, count) -> counter(key).increment(count));
    if (rows > 0) {
      batchRows.record(rows);
      delayMillis.set(System.currentTimeMillis() - newest);
    }
  }

  private Counter counter(String key) {
    return counters.computeIfAbsent(
        key,
        topicAndOperation -> {
          String[] parts = topicAndOperation.split(" ");
          return Counter.builder("caravan.capture.events")
              .description("Events Kafka has taken")
              .tag("table", parts[0].substring(parts[0].indexOf('.') + 1))
              .tag("op", parts[1])
              .register(registry);
        });
  }
}
