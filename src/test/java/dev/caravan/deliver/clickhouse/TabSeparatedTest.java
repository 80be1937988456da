package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TabSeparatedTest {

  @Test
  void readsTabsLineEndsAndBackslashesWithinValues() {
    // Given
    String text = "a\\tb\t\\\\n\t\nc\\nd\t\\'\t\r\n";

    // When
    // Then
    assertThat(TabSeparated.rows(text))
        .containsExactly(new String[] {"a\tb", "\\n", ""}, new String[] {"c\nd", "'", "\r"});
    assertThat(TabSeparated.rows("")).isEmpty();
  }
}
