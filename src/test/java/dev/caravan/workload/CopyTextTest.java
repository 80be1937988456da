package dev.caravan.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyTextTest {

  @Test
  void nullAndSpecialCharactersAreEscaped() {
    // Given
    CopyText text = new CopyText();

    // When
    text.add(1, null, "", "a\tb\\c\nd").add(true, 2.5);

    // Then
    assertThat(text.take()).isEqualTo("1\t\\N\t\ta\\tb\\\\c\\nd\ntrue\t2.5\n");
    assertThat(text.take()).isEmpty();
  }
}
