package dev.caravan.capture.toast;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.value.Encoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What events lack of rows of one table, so that one query brings it for all of them.
 *
 * @param relation the table, under the names its events were written with
 * @param key the numbers of the key columns; empty for a table without a key
 * @param columns what is lacking
 */
record LackingColumns(Relation relation, List<Integer> key, List<Column> columns) {

  /**
   * A column.
   *
   * @param field its name in the events
   * @param number PostgreSQL's number of it, 0 when not known
   * @param bytes whether its values are bytes
   * @param empty what stands for a value that is lost for good, as PostgreSQL's text; or null
   */
  record Column(String field, int number, boolean bytes, String empty) {}

  static LackingColumns of(PendingValues.Event event) {
    EventTable table = event.event().table();
    List<RelationColumn> all = table.relation().columns();
    List<Integer> key = table.keyPlaces().stream().map(place -> all.get(place).number()).toList();
    List<Column> columns = event.places().stream().map(place -> column(all.get(place))).toList();
    return new LackingColumns(table.relation(), key, columns);
  }

  private static Column column(RelationColumn column) {
    return new Column(
        column.field(),
        column.number(),
        column.type().encoding() == Encoding.BYTES,
        column.nullable() ? null : EmptyText.of(column.type()));
  }

  /** The events by what they lack, in their order. */
  static Map<LackingColumns, List<PendingValues.Event>> group(List<PendingValues.Event> events) {
    return events.stream()
        .collect(
            Collectors.groupingBy(LackingColumns::of, LinkedHashMap::new, Collectors.toList()));
  }

  /** Whether the table has all of it. */
  boolean isWithin(ToastedTable table) {
    return table.hasAll(key) && table.hasAll(columns.stream().map(Column::number).toList());
  }

  /** Those whose values can be read. */
  List<Column> readable(ToastedTable table) {
    return columns.stream().filter(column -> table.has(column.number(), column.bytes())).toList();
  }

  /** Those that were dropped. */
  List<Column> dropped(ToastedTable table) {
    return columns.stream()
        .filter(column -> column.number() != 0 && !table.hasAll(List.of(column.number())))
        .toList();
  }
}
