package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.row.InsertColumn;
import dev.caravan.deliver.row.RowWriter;
import dev.caravan.deliver.row.ValueEncoder;
import dev.caravan.deliver.table.DeliveryColumns;
import dev.caravan.deliver.table.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How events of some shapes become rows of one insert.
 *
 * @param columns the insert's columns
 * @param writers what writes the events of each shape
 */
record InsertPlan(List<String> columns, Map<Shape, RowWriter> writers) {

  /**
   * The columns are those of the last shape in its order, then what only earlier shapes have; a
   * column that a shape lacks gets NULL or zero.
   */
  static InsertPlan of(TargetTable table, List<Shape> shapes) {
    Map<String, ValueEncoder> all = new LinkedHashMap<>();
    for (int i = shapes.size() - 1; i >= 0; i--) {
      encoders(table, shapes.get(i)).forEach(all::putIfAbsent);
    }
    Map<Shape, RowWriter> writers = new HashMap<>();
    for (Shape shape : shapes) {
      Map<String, ValueEncoder> own = encoders(table, shape);
      Map<String, String> fields = fields(table, shape);
      writers.put(
          shape,
          new RowWriter(
              all.entrySet().stream()
                  .map(
                      e ->
                          new InsertColumn(
                              // No field of an event is called what a column is called it lacks.
                              fields.getOrDefault(e.getKey(), "\0" + e.getKey()),
                              own.getOrDefault(e.getKey(), e.getValue()),
                              shape.primaryKey().contains(fields.get(e.getKey()))))
                  .toList()));
    }
    List<String> columns = new ArrayList<>(all.keySet());
    columns.addAll(DeliveryColumns.names());
    return new InsertPlan(columns, writers);
  }

  private static Map<String, ValueEncoder> encoders(TargetTable table, Shape shape) {
    Map<String, ValueEncoder> encoders = new LinkedHashMap<>();
    for (Column column : shape.columns()) {
      table
          .columnOf(column)
          .ifPresent(target -> encoders.put(target.name(), table.typeOf(column, shape).encoder()));
    }
    return encoders;
  }

  private static Map<String, String> fields(TargetTable table, Shape shape) {
    Map<String, String> fields = new HashMap<>();
    for (Column column : shape.columns()) {
      table.columnOf(column).ifPresent(target -> fields.put(target.name(), column.name()));
    }
    return fields;
  }
}
