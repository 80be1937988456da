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
  void anInstantIsReadInUtcWhateverTheColumnsZone() {
    assertThat(ValueKind.INSTANT.clickHouseText("`at`", "Nullable(DateTime64(6, 'Asia/Tokyo'))"))
        .isEqualTo("toString(toTimeZone(`at`, 'UTC'))");
  }
}
