package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypesTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Column AMOUNT = new Column("amount", "numeric", 12, 2, true, "string");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Decimal(38, 6)         | yes | Nullable(Decimal(38, 6))",
        "Decimal(38, 6)         | no  | Decimal(38, 6)",
        "String                 | yes | Nullable(String)",
        "LowCardinality(String) | yes | LowCardinality(Nullable(String))"
      })
  void givesAChosenTypeRoomForNullWhereTheColumnNeedsIt(
      String chosen, String nullable, String expected) {
    // Given
    ColumnTypes types = new ColumnTypes("orders", Map.of("amount", chosen));
    Column amount = new Column("amount", "numeric", 12, 2, nullable.equals("yes"), "string");

    // When
    // Then
    assertThat(types.of(amount, false).name()).isEqualTo(expected);
    assertThat(types.of(amount, true).name()).isEqualTo(chosen);
  }

  @Test
  void storesANullAsAnEmptyArrayWhereAnArrayWasChosen() {
    // Given
    ColumnTypes types = new ColumnTypes("orders", Map.of("tags", "Array(String)"));
    Column tags = new Column("tags", "text[]", null, null, true, "string");

    // When
    ClickHouseType type = types.of(tags, false);

    // Then
    assertThat(type.name()).isEqualTo("Array(String)");
    assertThat(type.encoder().holdsNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"'Decimal(10, 2)'", "Float64", "Decimel(12)", "Int64"})
  void refusesATypeThatDoesNotHoldTheColumnNamingBoth(String chosen) {
    // Given
    ColumnTypes types = new ColumnTypes("orders", Map.of("amount", chosen));

    // When
    // Then
    assertThatThrownBy(() -> types.of(AMOUNT, false))
        .isInstanceOf(ShapeRefusedException.class)
        .hasMessage(
            "route orders sets columnType.amount to "
                + chosen
                + ", but the column is numeric(12,2), which is Nullable(Decimal(12, 2)) in"
                + " ClickHouse, and some of its values would be lost or changed; correct the type"
                + " or remove the option");
  }

  @Test
  void refusesAColumnThereIsNotNamingThoseThereAre() {
    // Given
    ColumnTypes types = new ColumnTypes("orders", Map.of("amuont", "String"));
    Shape shape = new Shape(ORDERS, List.of(AMOUNT), List.of());
    Column later = new Column("amuont", "text", null, null, true, "string");

    // When
    // Then
    assertThatThrownBy(() -> types.check(shape, LaterShapes.NONE))
        .isInstanceOf(ShapeRefusedException.class)
        .hasMessage(
            "route orders sets columnType.amuont, but inventory.orders has no such column; it has"
                + " amount");
    types.check(
        shape, new LaterShapes(List.of(new Shape(ORDERS, List.of(AMOUNT, later), List.of()))));
  }

  @Test
  void tellsWhenTheTableHasAnotherTypeThanTheOneChosen() {
    // Given
    ColumnTypes types = new ColumnTypes("orders", Map.of("amount", "Decimal(38,6)"));

    // When
    // Then
    assertThat(types.missed(AMOUNT, "Nullable(Decimal(38, 6))")).isEmpty();
    assertThat(types.missed(AMOUNT, "Nullable(Decimal(12, 2))")).contains("Decimal(38,6)");
    assertThat(ColumnTypes.NATURAL.missed(AMOUNT, "String")).isEmpty();
  }
}
