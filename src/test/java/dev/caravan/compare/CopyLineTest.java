package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyLineTest {

  @Test
  void readsEveryEscape() {
    assertThat(CopyLine.values("a\\tb\t\\N\t\\\\N\t\t\\b\\f\\n\\r\\v\\\\\t{\"a\\\\\\\\b\"}\n", 6))
        .containsExactly("a\tb", null, "\\N", "", "\b\f\n\r\u000B\\", "{\"a\\\\b\"}");
  }
}
