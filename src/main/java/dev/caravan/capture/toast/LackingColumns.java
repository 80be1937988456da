package dev.caravan.capture.toast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * What events lack of rows of one table, so that one query brings it for all of them.
 *
 * @param topic the table's
 * @param key the key columns; empty for a table without a key
 * @param columns what is lacking
 */
record LackingColumns(String topic, List<String> key, List<Column> columns) {

  /** A column, and whether its values are bytes. */
  record Column(String name, boolean bytes) {}

  static LackingColumns of(PendingValues.Event event) {
    List<String> key = new ArrayList<>();
    if (event.event().key() instanceof Struct struct) {
      struct.schema().fields().forEach(field -> key.add(field.name()));
    }
    List<Column> columns =
        event.fields().stream()
            .map(field -> new Column(field.name(), field.schema().type() == Schema.Type.BYTES))
            .toList();
    return new LackingColumns(event.event().topic(), key, columns);
  }

  /** The events by what they lack, in their order. */
  static Map<LackingColumns, List<PendingValues.Event>> group(List<PendingValues.Event> events) {
    Map<LackingColumns, List<PendingValues.Event>> groups = new LinkedHashMap<>();
    events.forEach(
        event -> groups.computeIfAbsent(of(event), columns -> new ArrayList<>()).add(event));
    return groups;
  }

  /** Those that the table still has. */
  List<String> presentIn(ToastedTable table) {
    return columns.stream()
        .filter(column -> table.has(column.name(), column.bytes()))
        .map(Column::name)
        .toList();
  }
}
