package dev.caravan.capture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.capture.source.SourceRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusedOptionsTest {

  @Test
  void refusesWhatWouldHaveNoEffect() {
    assertThatThrownBy(() -> RefusedOptions.check(Map.of("table.exclude.list", "a.b")))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("caravan.capture.debezium.\"table.exclude.list\"")
        .hasMessageContaining("caravan.capture.tables");
    assertThatThrownBy(() -> RefusedOptions.check(Map.of("skip.messages.without.change", "true")))
        .hasMessageContaining("skip.messages.without.change");
  }

  @Test
  void takesAllOthers() {
    assertThatCode(() -> RefusedOptions.check(Map.of("column.exclude.list", "a.b.c")))
        .doesNotThrowAnyException();
  }
}
