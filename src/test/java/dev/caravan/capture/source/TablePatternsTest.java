package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import io.debezium.relational.Selectors;
import io.debezium.relational.TableId;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    assertThat(expressions).isEqualTo("(?s-i)inventory\\..*,(?s-i)a\\.b");
    assertThat(Pattern.matches(expressions.split(",")[0], ORDERS.toString())).isTrue();
  }

  @Test
  void debeziumTellsTheSameTablesApart() {
    // Given names that need quoting
    List<TableName> tables =
        Stream.of(
                "orders",
                "Orders",
                "Order Details",
                "a.b",
                "x\"y",
                "Größe",
                "a,b",
                "back\\slash",
                "$1")
            .map(name -> new TableName("Sales Dept", name))
            .toList();

    for (TableName wanted : tables) {
      // When
      TablePatterns patterns = TablePatterns.of(List.of(wanted.toString(), "other.table"));
      Predicate<TableId> debezium =
          Selectors.tableSelector()
              .includeTables(patterns.regularExpressions(), id -> id.schema() + "." + id.table())
              .build();

      // Then
      for (TableName table : tables) {
        assertThat(patterns.matches(table)).as("%s %s", wanted, table).isEqualTo(wanted == table);
        assertThat(debezium.test(new TableId(null, table.schema(), table.table())))
            .as("%s %s in Debezium", wanted, table)
            .isEqualTo(wanted == table);
      }
    }
  }
}
