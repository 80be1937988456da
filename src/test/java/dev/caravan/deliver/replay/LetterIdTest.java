package dev.caravan.deliver.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterIdTest {

  @Test
  void readsWhatItWrites() {
    // Given
    LetterId id = new LetterId(2, 1742);

    // Then
    assertThat(id).hasToString("2/1742");
    assertThat(LetterId.read("2/1742")).isEqualTo(id);
    assertThat(LetterPlace.read("2/1742")).isEqualTo(new LetterPlace(id, -1));
    assertThat(LetterPlace.read("2/1742@55")).isEqualTo(new LetterPlace(id, 55));
    assertThat(new LetterPlace(id, 55)).hasToString("2/1742@55");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "/",
        "2/",
        "/5",
        "-1/5",
        "1/-5",
        "1/5/7",
        " 1/5",
        "a/b",
        "1/5@",
        "1/5@x",
        "1/5@-1",
        "9999999999/1",
        "1/9999999999999999999",
        "1/5@9999999999999999999",
        "١/٥"
      })
  void tellsTheFormatOfWhatIsNone(String text) {
    assertThatThrownBy(() -> LetterPlace.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2/1742");
  }
}
