package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class HandOverTest {

  @Test
  void aLoopThatGoesOnTakesItsTime() {
    // Given
    HandOver handOver = new HandOver();

    // Then
    assertThat(handOver.landing().getAsLong()).isBetween(15_000L, 20_000L);
    assertThat(handOver.commit()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aLoopThatStopsKeepsTimeForTheCommitAndForLeaving() {
    // Given
    HandOver handOver = new HandOver();

    // When
    handOver.within(Duration.ofSeconds(15));

    // Then
    assertThat(handOver.landing().getAsLong()).isBetween(5_000L, 10_000L);
    assertThat(handOver.commit()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
  }

  @Test
  void aWaitUnderWayIsCutShortByTheEnd() {
    // Given
    HandOver handOver = new HandOver();
    LongSupplier landing = handOver.landing();

    // When
    handOver.within(Duration.ofSeconds(1));

    // Then
    assertThat(landing.getAsLong()).isLessThanOrEqualTo(0);
    assertThat(handOver.commit()).isPositive();
    assertThat(handOver.leaving()).isPositive();
  }
}
