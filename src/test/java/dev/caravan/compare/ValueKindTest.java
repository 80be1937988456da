package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueKindTest {

  @Test
  void textGoesByItsBytes() {
    // Given
    List<String> texts =
        new ArrayList<>(List.of("b", "B", "ä", "", "a", "ab", "\uFFFD", "\uD83D\uDE9A", "Z", "aZ"));
    List<String> byBytes = new ArrayList<>(texts);
    byBytes.sort(
        (left, right) ->
            Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));

    // When
    texts.sort(ValueKind.TEXT.order());

    // Then
    assertThat(texts).isEqualTo(byBytes);
  }

  @Test
  void numbersGoByValue() {
    // Given
    List<String> numbers = new ArrayList<>(List.of("10", "9", "-3", "9.5", "-20", "0", "100"));

    // When
    numbers.sort(ValueKind.NUMBER.order());

    // Then
    assertThat(numbers).containsExactly("-20", "-3", "0", "9", "9.5", "10", "100");
  }

  @Test
  void notANumberGoesLast() {
    // Given
    List<String> numbers = new ArrayList<>(List.of("NaN", "1", "Infinity", "-Infinity", "-5"));

    // When
    numbers.sort(ValueKind.NUMBER.order());

    // Then
    assertThat(numbers).containsExactly("-Infinity", "-5", "1", "Infinity", "NaN");
  }

  @Test
  void timestampsGoByTime() {
    // Given
    List<String> times =
        new ArrayList<>(
            List.of(
                "infinity",
                "10000-01-01 00:00:00.000000",
                "2026-11-23 09:30:00.000000",
                "0044-03-15 12:00:00.000000 BC",
                "-infinity",
                "294270-01-01 00:00:00.000000"));

    // When
    times.sort(ValueKind.TIMESTAMP.order());

    // Then
    assertThat(times.subList(0, 4))
        .containsExactly(
            "-infinity",
            "0044-03-15 12:00:00.000000 BC",
            "2026-11-23 09:30:00.000000",
            "10000-01-01 00:00:00.000000");
  }
}
