package dev.caravan.capture.toast;

import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.relation.Relations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

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

  static LackingColumns of(PendingValues.Event event, Relation relation) {
    List<Integer> key = new ArrayList<>();
    if (event.event().key() instanceof Struct struct) {
      struct.schema().fields().forEach(field -> key.add(column(relation, field).number()));
    }
    List<Column> columns =
        event.fields().stream()
            .map(
                field -> {
                  RelationColumn column = column(relation, field);
                  String empty = field.schema().isOptional() ? null : EmptyText.of(column.type());
                  boolean bytes = field.schema().type() == Schema.Type.BYTES;
                  return new Column(field.name(), column.number(), bytes, empty);
                })
            .toList();
    return new LackingColumns(relation, key, columns);
  }

  private static RelationColumn column(Relation relation, Field field) {
    return relation.columns().stream()
        .filter(column -> column.field().equals(field.name()))
        .findFirst()
        .orElseThrow();
  }

  /** The events by what they lack, in their order. */
  static Map<LackingColumns, List<PendingValues.Event>> group(
      List<PendingValues.Event> events, Relations relations) {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                event -> of(event, relations.of(event.event().valueSchema())),
                LinkedHashMap::new,
                Collectors.toList()));
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
