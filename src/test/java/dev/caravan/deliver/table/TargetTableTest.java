package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTableTest {

  private static final TargetName TARGET = new TargetName("default", "orders_final");

  @Test
  void tellsWhichColumnsAreMissing() {
    // Given
    TargetTable table = table(new TargetColumn("id", "Int64", true));

    // When
    List<Column> missing = table.missing(shape(column("id", "int8"), column("note", "int4")));

    // Then
    assertThat(missing).containsExactly(column("note", "int4"));
  }

  @Test
  void refusesAChangedTypeNamingBothAndTheRemedy() {
    // Given
    TargetTable table =
        table(new TargetColumn("id", "Int64", true), new TargetColumn("qty", "Int32", false));

    // When
    // Then
    assertThatThrownBy(() -> table.missing(shape(column("id", "int8"), column("qty", "int8"))))
        .isInstanceOf(ShapeRefusedException.class)
        .hasMessage(
            "column qty of inventory.orders is int8 now, which is Int64 in ClickHouse, but"
                + " default.orders_final has it as Int32; run ALTER TABLE"
                + " `default`.`orders_final` MODIFY COLUMN `qty` Int64, or deliver into a new"
                + " table");
  }

  @Test
  void refusesAKeyTheTableIsNotOrderedBy() {
    // Given
    TargetTable table = table(new TargetColumn("id", "Int64", false));

    // When
    // Then
    assertThatThrownBy(() -> table.missing(shape(column("id", "int8"))))
        .hasMessageContaining("is not ordered by id");
  }

  @Test
  void refusesATableWithoutItsOwnColumns() {
    // Given
    TargetTable table = TargetTable.of(TARGET, List.of(new TargetColumn("id", "Int64", true)));

    // When
    // Then
    assertThatThrownBy(() -> table.missing(shape(column("id", "int8"))))
        .hasMessageContaining("has no column _version UInt64");
  }

  private static TargetTable table(TargetColumn... columns) {
    List<TargetColumn> all = new ArrayList<>(List.of(columns));
    DeliveryColumns.names()
        .forEach(name -> all.add(new TargetColumn(name, DeliveryColumns.type(name), false)));
    return TargetTable.of(TARGET, all);
  }

  private static Column column(String name, String type) {
    return new Column(name, type, null, null, false, type.equals("int8") ? "int64" : "int32");
  }

  private static Shape shape(Column... columns) {
    return new Shape(new TableName("inventory", "orders"), List.of(columns), List.of("id"));
  }
}
