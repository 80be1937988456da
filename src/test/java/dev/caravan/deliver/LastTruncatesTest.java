package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.LastTruncates.Point;
import org.junit.jupiter.api.Test;

class LastTruncatesTest {

  @Test
  void takeOnlyWhatOneOfThemTook() {
    // Given
    LastTruncates truncates = LastTruncates.NONE.with(1001, 100).with(600, 151);

    // Then
    assertThat(truncates.text()).isEqualTo("600@151,1001@100");
    assertThat(truncates.take(600, 120)).isFalse();
    assertThat(truncates.take(599, 150)).isTrue();
    assertThat(truncates.take(599, 151)).isFalse();
    assertThat(truncates.take(1000, 99)).isTrue();
    assertThat(truncates.take(1000, 100)).isFalse();
    assertThat(truncates.take(1001, 99)).isFalse();
    assertThat(LastTruncates.NONE.take(0, 0)).isFalse();
  }

  @Test
  void forgetOneThatALaterOneExceeds() {
    // Given
    LastTruncates truncates = LastTruncates.NONE.with(1001, 100).with(600, 151);

    // Then
    assertThat(truncates.with(600, 152).text()).isEqualTo("600@152,1001@100");
    assertThat(truncates.with(1001, 153).text()).isEqualTo("1001@153");
    assertThat(truncates.with(600, 151)).isEqualTo(truncates);
    assertThat(truncates.with(1000, 100)).isEqualTo(truncates);
  }

  @Test
  void oneWithoutAKnownPositionTakesAllBeforeIt() {
    // Given
    LastTruncates truncates =
        LastTruncates.NONE.with(1001, 100).with(Long.MAX_VALUE, 120).with(600, 151);

    // Then
    assertThat(truncates.text()).isEqualTo("600@151,9223372036854775807@120");
    assertThat(LastTruncates.read(truncates.text())).isEqualTo(truncates);
    assertThat(truncates.take(Long.MAX_VALUE - 1, 119)).isTrue();
    assertThat(truncates.take(600, 120)).isFalse();
  }

  @Test
  void compareUnsigned() {
    // Given
    LastTruncates truncates = LastTruncates.NONE.with(-1, 100).with(Long.MAX_VALUE, 120);

    // Then
    assertThat(truncates.text()).isEqualTo("9223372036854775807@120,18446744073709551615@100");
    assertThat(LastTruncates.read(truncates.text())).isEqualTo(truncates);
    assertThat(truncates.take(-2, 99)).isTrue();
    assertThat(truncates.take(-2, 110)).isFalse();
  }

  @Test
  void keepTheNewestWhenThereAreTooMany() {
    // Given
    LastTruncates truncates = LastTruncates.NONE;

    // When
    for (int i = 0; i < 100; i++) {
      truncates = truncates.with(1000 - i, i);
    }

    // Then
    assertThat(truncates.points())
        .hasSize(LastTruncates.MOST)
        .startsWith(new Point(901, 99))
        .endsWith(new Point(916, 84));
  }
}
