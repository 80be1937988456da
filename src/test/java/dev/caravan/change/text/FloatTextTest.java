package dev.caravan.change.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "0.1, 0.1",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "123456789012345, 123456789012345",
    "1e15, 1e+15",
    "1e20, 1e+20",
    "1.5e300, 1.5e+300",
    "2e-3, 0.002",
    "2.0E-323, 2e-323",
    "4.9E-324, 5e-324",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "9007199254740993, 9.007199254740992e+15",
    "2.2250738585072011e-308, 2.225073858507201e-308",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void writesDoublesAsPostgresDoes(double number, String expected) {
    assertThat(FloatText.of(number)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "100000, 100000",
    "1000000, 1e+06",
    "3.4028235E38, 3.4028235e+38",
    "1.4E-45, 1e-45",
    "16777216, 1.6777216e+07",
    "-0.0, -0",
    "Infinity, Infinity"
  })
  void writesFloatsAsPostgresDoes(float number, String expected) {
    assertThat(FloatText.of(number)).isEqualTo(expected);
  }

  @Test
  void readsBackAsTheSameNumber() {
    // Given
    Random random = new Random(1);

    // When
    // Then
    for (int i = 0; i < 10_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      assertThat(Double.parseDouble(FloatText.of(number))).isEqualTo(Double.valueOf(number));
    }
  }
}
