package dev.caravan.deliver.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetterMarkTest {

  @Test
  void readsWhatItWrites() {
    // Given
    LetterMark mark =
        new LetterMark(
            "postgres-server.inventory.orders",
            new LetterId(0, 17),
            LetterState.REPLAYED,
            1_795_443_642_606L,
            Instant.parse("2026-11-23T14:18:51.814Z"),
            "127.0.0.1");

    // Then
    assertThat(new String(mark.key(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"topic\":\"postgres-server.inventory.orders\",\"partition\":0,\"offset\":17}");
    assertThat(new String(mark.value(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"state\":\"replayed\",\"at\":\"2026-11-23T14:18:51.814Z\",\"by\":\"127.0.0.1\",\"timestamp\":1795443642606}");
    assertThat(LetterMark.read(mark.key(), mark.value())).contains(mark);
  }

  @Test
  void whatIsNoMarkIsPassedOver() {
    // Given
    byte[] key = "{\"topic\":\"t\",\"partition\":0,\"offset\":17}".getBytes(StandardCharsets.UTF_8);

    // Then
    assertThat(LetterMark.read(null, key)).isEmpty();
    assertThat(LetterMark.read(key, null)).isEmpty();
    assertThat(LetterMark.read(key, new byte[] {'{'})).isEmpty();
    assertThat(LetterMark.read(key, "{\"state\":\"lost\"}".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }
}
