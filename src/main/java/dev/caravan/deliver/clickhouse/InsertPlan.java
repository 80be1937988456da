package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.projection.SourceField;
import dev.caravan.deliver.row.InsertColumn;
import dev.caravan.deliver.row.NullableEncoder;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.RowWriter;
import dev.caravan.deliver.row.TextEncoder;
import dev.caravan.deliver.row.UnfitValueException;
import dev.caravan.deliver.row.ValueEncoder;
import dev.caravan.deliver.table.ClickHouseType;
import dev.caravan.deliver.table.DeliveryColumns;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TargetColumn;
import dev.caravan.deliver.table.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * How events of some shapes become rows of one insert.
 *
 * @param columns the insert's columns
 * @param head what an insert begins with: the columns' names and the types they had in the table
 *     when this was planned, so that ClickHouse refuses rows that are encoded for others
 * @param writers what writes the events of each shape
 * @param filter what ClickHouse does with the rows that are sent; nothing when it takes all
 */
record InsertPlan(
    List<String> columns, byte[] head, Map<Shape, RowWriter> writers, Optional<RowFilter> filter) {

  /** Where an event has the values of a column of the table's, and what writes them. */
  interface Fields {
    SourceField of(Shape shape, Column column, ValueEncoder target);
  }

  /** NULL in RowBinary, of whatever type. */
  private static final byte[] NULL = {1};

  private static final int SMALL = 1024;

  private static final ValueEncoder ANY = new NullableEncoder(new TextEncoder());

  /** A shape's column and how it is written into the table's. */
  private record Source(Column column, ClickHouseType type) {}

  /**
   * The insert has every column the newest shape has in the table, and those that only older shapes
   * have. What an event's shape lacks holds what the newest shape says of rows older than the
   * column, and NULL or zero when that has no such column either.
   *
   * @param newest the newest shape the table has reached
   * @param shapes the shapes of the events, the last one's the most likely to come again
   * @param announced whether a shape with a column of the number is known; a table may be ahead
   */
  static InsertPlan of(
      TargetTable table, Shape newest, List<Shape> shapes, IntPredicate announced, Fields fields) {
    Map<String, Source> current = sources(table, newest, newest.columns());
    Map<String, Source> all = new LinkedHashMap<>();
    sources(table, shapes.get(shapes.size() - 1), newest.columns()).forEach(all::put);
    current.forEach(all::putIfAbsent);
    shapes.forEach(shape -> sources(table, shape, newest.columns()).forEach(all::putIfAbsent));
    List<String> retired = retired(table, all.keySet(), announced);
    Map<Shape, RowWriter> writers = new HashMap<>();
    for (Shape shape : shapes) {
      Map<String, Source> own = sources(table, shape, newest.columns());
      List<InsertColumn> columns = new ArrayList<>();
      all.forEach(
          (name, any) ->
              columns.add(
                  own.containsKey(name)
                      ? present(table, shape, own.get(name), fields)
                      : absent(newest, current.get(name), any)));
      retired.forEach(name -> columns.add(InsertColumn.absent(ANY, NULL)));
      writers.put(
          shape, new RowWriter(columns, !shape.primaryKey().isEmpty(), table.options().log()));
    }
    List<String> columns = new ArrayList<>(all.keySet());
    columns.addAll(retired);
    columns.addAll(DeliveryColumns.types(table.options().log()).keySet());
    return new InsertPlan(
        columns, head(table, columns), writers, RowFilter.of(table, newest, columns));
  }

  private static byte[] head(TargetTable table, List<String> columns) {
    RowBuffer head = new RowBuffer(SMALL);
    head.writeVarint(columns.size());
    columns.forEach(head::writeText);
    columns.forEach(name -> head.writeText(table.columns().get(name).type()));
    return head.toByteArray();
  }

  /**
   * Columns of Caravan's making that no shape has any more. Left out of the insert, they would get
   * the default that rows older than them have.
   */
  private static List<String> retired(
      TargetTable table, Set<String> written, IntPredicate announced) {
    return table.columns().values().stream()
        .filter(column -> column.number() > 0 && column.holdsNull())
        .filter(column -> announced.test(column.number()))
        .map(TargetColumn::name)
        .filter(name -> !written.contains(name))
        .toList();
  }

  /**
   * The shape's columns by the names they have in the table, without those it lacks.
   *
   * @param needed columns it must not lack
   */
  private static Map<String, Source> sources(TargetTable table, Shape shape, List<Column> needed) {
    Map<String, Source> sources = new LinkedHashMap<>();
    for (Column column : shape.columns()) {
      Optional<TargetColumn> target = table.columnOf(column);
      if (target.isPresent() || needed.contains(column)) {
        ClickHouseType type = table.typeOf(column, shape);
        target.ifPresent(each -> sources.put(each.name(), new Source(column, type)));
      }
    }
    return sources;
  }

  private static InsertColumn present(
      TargetTable table, Shape shape, Source source, Fields fields) {
    SourceField field = fields.of(shape, source.column(), source.type().encoder());
    return InsertColumn.of(
        field.name(),
        field.encoder(),
        shape.primaryKey().contains(source.column().name()),
        table.remedy(source.column(), shape));
  }

  private static InsertColumn absent(Shape newest, Source current, Source any) {
    if (current == null) {
      return InsertColumn.absent(any.type().encoder(), any.type().encoded(null));
    }
    try {
      return InsertColumn.absent(
          current.type().encoder(), current.type().encoded(current.column().missing()));
    } catch (UnfitValueException e) {
      throw new ShapeRefusedException(
          "column "
              + current.column().name()
              + " of "
              + newest.table()
              + ", in the rows that were there before it: "
              + e.getMessage());
    }
  }
}
