package dev.caravan.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.deliver.replay.Correction;
import dev.caravan.deliver.replay.LetterChoice;
import dev.caravan.deliver.replay.LetterId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChosenLettersTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void noBodyMeansAll() {
    assertThat(ChosenLetters.toReplay(null)).isEqualTo(LetterChoice.all());
    assertThat(ChosenLetters.toDiscard(new byte[0])).isEqualTo(LetterChoice.all());
  }

  @Test
  void readsWhatIsNamedAndCorrected() {
    // When
    LetterChoice choice =
        ChosenLetters.toReplay(
            bytes(
                "{\"letters\":[{\"id\":\"0/17\"},"
                    + "{\"id\":\"2/5\",\"value\":{\"op\":\"c\",\"n\":12345678901234567890.10}},"
                    + "{\"id\":\"2/6\",\"shape\":\"0123456789abcdef\"},"
                    + "{\"id\":\"2/7\",\"shape\":null}]}"));

    // Then
    Map<LetterId, Correction> letters = choice.letters();
    assertThat(letters).hasSize(4);
    assertThat(letters.get(new LetterId(0, 17))).isEqualTo(Correction.NONE);
    assertThat(new String(letters.get(new LetterId(2, 5)).value(), StandardCharsets.UTF_8))
        .isEqualTo("{\"op\":\"c\",\"n\":12345678901234567890.10}");
    assertThat(letters.get(new LetterId(2, 6))).isEqualTo(new Correction(null, "0123456789abcdef"));
    assertThat(letters.get(new LetterId(2, 7))).isEqualTo(new Correction(null, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "all                                             | no JSON",
        "{\"letters\":                                   | no JSON",
        "{\"letters\":[{\"id\":\"0/1\"}]} {}             | no JSON",
        "{}                                              | 'letters'",
        "[]                                              | 'letters'",
        "null                                            | 'letters'",
        "{\"leters\":[{\"id\":\"0/1\"}]}                 | 'letters'",
        "{\"letters\":[{\"id\":\"0/1\"}],\"limit\":5}    | 'letters'",
        "{\"letters\":{}}                                | 'letters'",
        "{\"letters\":[]}                                | names none",
        "{\"letters\":[\"0/1\"]}                         | no 'id'",
        "{\"letters\":[{\"id\":17}]}                     | no 'id'",
        "{\"letters\":[{\"id\":\"17\"}]}                 | <partition>/<offset>",
        "{\"letters\":[{\"id\":\"0/1\"},{\"id\":\"0/1\"}]} | named twice",
        "{\"letters\":[{\"id\":\"0/1\",\"valeu\":{}}]}   | 'valeu'",
        "{\"letters\":[{\"id\":\"0/1\",\"value\":7}]}    | no JSON object",
        "{\"letters\":[{\"id\":\"0/1\",\"value\":null}]} | no JSON object",
        "{\"letters\":[{\"id\":\"0/1\",\"value\":\"{}\"}]} | no JSON object",
        "{\"letters\":[{\"id\":\"0/1\",\"value\":{\"a\":1,\"a\":2}}]} | no JSON",
        "{\"letters\":[{\"id\":\"0/1\",\"shape\":\"x\"}]} | 16 hex digits",
        "{\"letters\":[{\"id\":\"0/1\",\"shape\":5}]}     | 16 hex digits"
      })
  void aSlipOfThePenIsNamedAndNeverMeansAll(String body, String message) {
    assertThatThrownBy(() -> ChosenLetters.toReplay(bytes(body)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsDiscardedIsNotCorrected() {
    assertThatThrownBy(
            () -> ChosenLetters.toDiscard(bytes("{\"letters\":[{\"id\":\"0/1\",\"value\":{}}]}")))
        .hasMessageContaining("'value'")
        .hasMessageContaining("[id]");
  }
}
