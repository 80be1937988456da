package dev.caravan.control.rewind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewindWishTest {

  @Test
  void readsATimeOrOffsets() {
    assertThat(read("{\"to\":\"2026-11-29T06:00:00+01:00\"}"))
        .isEqualTo(new RewindWish(Instant.parse("2026-11-29T05:00:00Z"), Map.of(), false));
    assertThat(read("{\"offsets\":{\"0\":17,\"12\":0},\"skip\":true}"))
        .isEqualTo(new RewindWish(null, Map.of(0, 17L, 12, 0L), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"to\":5}",
        "{\"to\":\"2026-11-29T05:00:00\"}",
        "{\"to\":\"2026-11-29T05:00:00Z\",\"offsets\":{\"0\":1}}",
        "{\"to\":\"2026-11-29T05:00:00Z\",\"too\":1}",
        "{\"to\":\"2026-11-29T05:00:00Z\",\"skip\":\"yes\"}",
        "{\"offsets\":{}}",
        "{\"offsets\":[1]}",
        "{\"offsets\":{\"0\":-1}}",
        "{\"offsets\":{\"0\":1.5}}",
        "{\"offsets\":{\"0\":\"1\"}}",
        "{\"offsets\":{\"-1\":1}}",
        "{\"offsets\":{\"0\":1,\"0\":2}}",
        "{\"offsets\":{\"0\":1}} and more"
      })
  void refusesWhatIsNeither(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected {\"to\":");
  }

  private static RewindWish read(String body) {
    return RewindWish.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
