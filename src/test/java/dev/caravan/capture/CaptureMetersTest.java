package dev.caravan.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.TestTables;
import dev.caravan.capture.event.Tuple;
import dev.caravan.capture.position.StreamPosition;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CaptureMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CaptureMeters meters = new CaptureMeters(registry, new CaptureState());

  private Timer transactions(String result) {
    return registry.get("caravan.capture.transaction").tag("result", result).timer();
  }

  @Test
  void aTransactionThatFailedCountsNoEvents() {
    // When
    meters.failed(TimeUnit.MILLISECONDS.toNanos(30));

    // Then
    assertThat(transactions("failed").count()).isEqualTo(1);
    assertThat(transactions("failed").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
    assertThat(transactions("committed").count()).isZero();
    assertThat(registry.find("caravan.capture.events").counters()).isEmpty();
  }

  @Test
  void aBatchCountsByTableAndOperation() {
    // Given
    RowEvent read =
        RowEvent.read(
            TestTables.texts(1, "orders", "id"), Origin.first(0), 7, 0, Tuple.of(List.of("1")));

    // When
    meters.captured(
        CapturedBatch.streamed(List.of(read, read), List.of(), StreamPosition.at(0)),
        TimeUnit.MILLISECONDS.toNanos(4));

    // Then
    assertThat(transactions("committed").count()).isEqualTo(1);
    assertThat(registry.get("caravan.capture.batch.rows").summary().totalAmount()).isEqualTo(2);
    assertThat(registry.get("caravan.capture.events").tag("op", "r").counter().count())
        .isEqualTo(2);
  }
}
