package dev.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  @Test
  void aPercentileIsOneOfTheMeasuredValues() {
    // Given
    long[] oneToTwoHundredDown = LongStream.rangeClosed(1, 200).map(value -> 201 - value).toArray();

    // When
    Percentiles percentiles = Percentiles.of(oneToTwoHundredDown);

    // Then
    assertThat(percentiles).isEqualTo(new Percentiles(200, 100, 198, 200));
  }

  @Test
  void oneValueIsEveryPercentile() {
    assertThat(Percentiles.of(7)).isEqualTo(new Percentiles(1, 7, 7, 7));
  }

  @Test
  void nothingMeasuredCountsNothing() {
    assertThat(Percentiles.of().count()).isZero();
  }
}
