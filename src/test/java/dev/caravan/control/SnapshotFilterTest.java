package dev.caravan.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFilterTest {

  @Test
  void isAllRowsWithoutOne() {
    assertThat(SnapshotFilter.read(null)).isNull();
    assertThat(read("")).isNull();
    assertThat(read("{}")).isNull();
    assertThat(read("{\"filter\":null}")).isNull();
    assertThat(read("{\"filter\":\" id > 5 \"}")).isEqualTo("id > 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id > 5",
        "[]",
        "{\"filtre\":\"id > 5\"}",
        "{\"filter\":5}",
        "{\"filter\":\" \"}",
        "{\"filter\":\"id > 5\",\"filter\":\"id > 6\"}",
        "{\"filter\":\"id > 5\",\"all\":true}"
      })
  void refusesWhatIsNone(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected {\"filter\":");
  }

  private static String read(String body) {
    return SnapshotFilter.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
