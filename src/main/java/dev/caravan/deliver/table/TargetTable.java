package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as ClickHouse has it now, and what becomes of a shape's columns in it.
 *
 * @param name the table
 * @param columns its columns by name
 */
public record TargetTable(TargetName name, Map<String, TargetColumn> columns) {

  public static TargetTable of(TargetName name, List<TargetColumn> columns) {
    Map<String, TargetColumn> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    return new TargetTable(name, byName);
  }

  /**
   * Columns of the shape the table lacks.
   *
   * @throws ShapeRefusedException when the table cannot take rows of the shape even with those
   */
  public List<Column> missing(Shape shape) {
    for (String own : DeliveryColumns.names()) {
      if (!columns.containsKey(own)) {
        throw new ShapeRefusedException(
            "ClickHouse table "
                + name
                + " has no column "
                + own
                + " "
                + DeliveryColumns.type(own)
                + "; add it, or name a table that does not exist yet");
      }
    }
    for (String key : shape.primaryKey()) {
      TargetColumn column = columns.get(key);
      if (column == null || !column.sortingKey()) {
        throw new ShapeRefusedException(
            "the primary key of "
                + shape.table()
                + " is "
                + shape.primaryKey()
                + ", but ClickHouse table "
                + name
                + " is not ordered by "
                + key
                + "; deliver into a new table");
      }
    }
    shape.columns().stream()
        .filter(column -> columns.containsKey(column.name()))
        .forEach(column -> typeOf(column, shape));
    return shape.columns().stream().filter(c -> !columns.containsKey(c.name())).toList();
  }

  /**
   * How the column's values are written for this table.
   *
   * @throws ShapeRefusedException when the table's column cannot hold them
   */
  public ClickHouseType typeOf(Column column, Shape shape) {
    TargetColumn target = columns.get(column.name());
    boolean key = shape.primaryKey().contains(column.name());
    return TypeFit.into(column, target.type())
        .orElseThrow(
            () ->
                new ShapeRefusedException(
                    "column "
                        + column.name()
                        + " of "
                        + shape.table()
                        + " is "
                        + column.type()
                        + " now, which is "
                        + TypeMapping.of(column, key).name()
                        + " in ClickHouse, but "
                        + name
                        + " has it as "
                        + target.type()
                        + "; run ALTER TABLE "
                        + name.quoted()
                        + " MODIFY COLUMN "
                        + TargetName.quote(column.name())
                        + " "
                        + TypeMapping.of(column, key).name()
                        + ", or deliver into a new table"));
  }
}
