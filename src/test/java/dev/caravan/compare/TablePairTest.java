package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.TableName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablePairTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "inventory.orders, inventory, orders,, orders",
        "inventory.orders=sales, inventory, orders,, sales",
        "inventory.orders=analytics.sales, inventory, orders, analytics, sales",
        "Inventory.Order Details, Inventory, Order Details,, Order Details",
        "\"a.b\".\"c=\"\"d\"=\"e.f\".g, a.b, c=\"d, e.f, g"
      })
  void namesATableAndItsCounterpart(
      String text, String schema, String table, String database, String view) {
    assertThat(TablePair.parse(text))
        .isEqualTo(new TablePair(new TableName(schema, table), new ClickHouseName(database, view)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "a.b.c", "a.b=", "a.b=c.d.e", ".b", "a.", ""})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> TablePair.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' names no table; expected schema.table");
  }
}
