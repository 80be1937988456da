package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InsertBudgetTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final InsertBudget budget = new InsertBudget();

  @Test
  void allowsOneSecondsInsertsAtOnceAndTheRestOneByOne() {
    // When
    long[] times = takeAt(7, 303);

    // Then
    assertThat(times[100]).isEqualTo(7);
    assertThat(times[101]).isEqualTo(7 + SECOND / 100);
    assertThat(times[200]).isEqualTo(7 + SECOND);
    assertThat(times[302]).isEqualTo(7 + 202 * SECOND / 100);
  }

  @Test
  void savesNothingUpBeyondASecond() {
    // Given
    takeAt(0, 1);

    // When
    long[] times = takeAt(500 * SECOND, 102);

    // Then
    assertThat(times[100]).isEqualTo(500 * SECOND);
    assertThat(times[101]).isGreaterThan(500 * SECOND);
  }

  private long[] takeAt(long now, int count) {
    return LongStream.range(0, count).map(any -> budget.take(now)).toArray();
  }
}
