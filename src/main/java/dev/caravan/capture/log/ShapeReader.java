package dev.caravan.capture.log;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Reads a table's shape from the schemas Debezium gives its events. Needs Debezium to run with
 * {@code column.propagate.source.type} for all columns.
 */
final class ShapeReader {

  private static final String TYPE = "__debezium.source.column.type";
  private static final String LENGTH = "__debezium.source.column.length";
  private static final String SCALE = "__debezium.source.column.scale";

  /** Types whose length is part of the declaration; for others Debezium reports a storage size. */
  private static final Set<String> WITH_LENGTH =
      Set.of("numeric", "varchar", "bpchar", "bit", "varbit", "_numeric", "_varchar", "_bpchar");

  /** What Debezium reports for numeric without precision and varchar without length. */
  private static final int UNLIMITED = 131089;

  /** The driver reports an integer by the name of its default where it has one. */
  private static final Map<String, String> SERIALS =
      Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8");

  private ShapeReader() {}

  /**
   * @param key the schema of the events' keys, or null for a table without a primary key
   * @param envelope the schema of the events' values
   */
  static Shape read(TableName table, Schema key, Schema envelope) {
    List<Column> columns = new ArrayList<>();
    for (Field field : envelope.field("after").schema().fields()) {
      columns.add(column(field));
    }
    List<String> primaryKey =
        key == null ? List.of() : key.fields().stream().map(Field::name).toList();
    return new Shape(table, columns, primaryKey);
  }

  private static Column column(Field field) {
    Schema schema = field.schema();
    Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
    String reported =
        parameters.getOrDefault(TYPE, schema.type().getName()).toLowerCase(Locale.ROOT);
    String type = SERIALS.getOrDefault(reported, reported);
    Integer length = number(parameters.get(LENGTH));
    boolean limited = WITH_LENGTH.contains(type) && length != null && length < UNLIMITED;
    Integer scale = limited && type.endsWith("numeric") ? number(parameters.get(SCALE)) : null;
    return new Column(
        field.name(), type, limited ? length : null, scale, schema.isOptional(), encoding(schema));
  }

  private static String encoding(Schema schema) {
    if (schema.type() == Schema.Type.ARRAY) {
      return "array:" + encoding(schema.valueSchema());
    }
    return schema.name() != null ? schema.name() : schema.type().getName();
  }

  private static Integer number(String text) {
    return text == null ? null : Integer.valueOf(text);
  }
}
