package dev.caravan.deliver.replay;

import static dev.caravan.deliver.replay.Letters.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.LetterHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterTest {

  @Test
  void isKnownByThePlaceOfItsEvent() {
    // When
    Letter letter = Letter.of(Letters.letter(2, 40, "{}")).orElseThrow();

    // Then
    assertThat(letter.id()).hasToString("2/40");
    assertThat(letter.timestamp()).isEqualTo(1040);
    assertThat(letter.place()).hasToString("2/40@20");
    assertThat(letter.header(LetterHeaders.REASON)).isEqualTo("column amount can't hold NaN");
    assertThat(letter.replayOf()).isNull();
  }

  @Test
  void whatDoesNotTellItsPlaceIsNone() {
    // Given
    ConsumerRecord<byte[], byte[]> foreign = Letters.record(0, 5, "{}");
    ConsumerRecord<byte[], byte[]> garbled = Letters.letter(0, 5, "{}");
    garbled.headers().add(LetterHeaders.OFFSET, bytes("-5"));
    ConsumerRecord<byte[], byte[]> moved = Letters.letter(0, 5, "{}");
    moved.headers().add(LetterHeaders.PARTITION, bytes("1"));

    // Then
    assertThat(Letter.of(foreign)).isEmpty();
    assertThat(Letter.of(garbled)).isEmpty();
    assertThat(Letter.of(moved)).isEmpty();
  }

  @Test
  void longTextIsCutWhenShown() {
    // Given
    Letter letter = Letter.of(Letters.letter(0, 5, "ä😀".repeat(1_000_000))).orElseThrow();
    Letter empty = Letter.of(Letters.letter(0, 6, null)).orElseThrow();

    // Then
    LetterView view = LetterView.of(letter, LetterState.WAITING);
    assertThat(view.value()).hasSize(2_000).startsWith("ä😀ä😀").doesNotContain("\uFFFD");
    assertThat(view.valueBytes()).isEqualTo(6_000_000);
    assertThat(view.state()).isEqualTo("waiting");
    assertThat(LetterView.of(empty, LetterState.DISCARDED).value()).isNull();
  }
}
