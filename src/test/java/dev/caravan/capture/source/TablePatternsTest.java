package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TablePatternsTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  @Test
  void aStarStandsForAnyCharacters() {
    assertThat(TablePatterns.of(List.of("inventory.*")).matches(ORDERS)).isTrue();
    assertThat(TablePatterns.of(List.of(" inventory.ord* ")).matches(ORDERS)).isTrue();
    assertThat(TablePatterns.of(List.of("*")).matches(ORDERS)).isTrue();
    assertThat(TablePatterns.of(List.of("inventory.order")).matches(ORDERS)).isFalse();
    assertThat(TablePatterns.of(List.of("sales.*", "inventory.orders")).matches(ORDERS)).isTrue();
  }

  @Test
  void otherCharactersStandForThemselves() {
    // Given
    TableName odd = new TableName("a+b", "x.y $");

    // Then
    assertThat(TablePatterns.of(List.of("a+b.x.y $")).matches(odd)).isTrue();
    assertThat(
            TablePatterns.of(List.of("inventory.orders"))
                .matches(new TableName("inventoryx", "orders")))
        .isFalse();
  }

  @Test
  void saysTheSameAsRegularExpressions() {
    // When
    String expressions = TablePatterns.of(List.of("inventory.*", "a.b")).regularExpressions();

    // Then
    assertThat(expressions).isEqualTo("inventory\\..*,a\\.b");
    assertThat(Pattern.matches(expressions.split(",")[0], ORDERS.toString())).isTrue();
  }
}
