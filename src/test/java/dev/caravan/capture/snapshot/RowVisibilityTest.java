package dev.caravan.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowVisibilityTest {

  @Test
  void namesTheSnapshot() {
    assertThat(RowVisibility.condition("740:745:741,743")).contains("'740:745:741,743'");
    assertThat(RowVisibility.condition("740:740:")).contains("'740:740:'");
  }

  @Test
  void takesNothingElseIntoTheSql() {
    assertThatThrownBy(() -> RowVisibility.condition("1:2:' OR true --"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a snapshot");
  }
}
