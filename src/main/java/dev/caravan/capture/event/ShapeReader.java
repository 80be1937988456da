package dev.caravan.capture.event;

import dev.caravan.capture.relation.FieldName;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Reads a table's shape from its relation and from the schemas Debezium made of it. */
final class ShapeReader {

  private ShapeReader() {}

  /**
   * @param key the schema of the events' keys, or null for a table without a primary key
   * @param envelope the schema of the events' values, from which the user may have left columns out
   */
  static Shape read(Relation relation, Schema key, Schema envelope) {
    Map<String, RelationColumn> byField = new HashMap<>();
    relation.columns().forEach(column -> byField.put(column.field(), column));
    List<Column> columns = new ArrayList<>();
    for (Field field : envelope.field("after").schema().fields()) {
      columns.add(column(byField.get(field.name()), field.schema()));
    }
    List<String> primaryKey =
        key == null
            ? List.of()
            : key.fields().stream().map(field -> FieldName.column(field.name())).toList();
    return new Shape(
        relation.table(),
        columns,
        primaryKey,
        relation.appendOnly(),
        Integer.toUnsignedLong(relation.oid()));
  }

  private static Column column(RelationColumn column, Schema schema) {
    return new Column(
        column.name(),
        column.number(),
        column.type().name(),
        column.type().length(),
        column.type().scale(),
        schema.isOptional(),
        schema.name() != null ? schema.name() : schema.type().getName(),
        null,
        false);
  }
}
