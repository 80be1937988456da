package dev.caravan.deliver.table;

import dev.caravan.change.Column;

/** What an array of the source is made of. */
final class ArrayElement {

  private static final String ARRAY = "[]";

  private ArrayElement() {}

  /** The elements as a column of their own, whose values come as PostgreSQL's text. */
  static Column of(Column array) {
    String type = array.type().substring(0, array.type().length() - ARRAY.length());
    return type.equals("money")
        // Within arrays PostgreSQL writes it with symbol and grouping, after lc_monetary.
        ? new Column(array.name(), "text", null, null, true, "string")
        : new Column(array.name(), type, array.length(), array.scale(), true, encoding(type));
  }

  /** What stands between the elements in the array's text. */
  static char delimiter(Column array) {
    return array.type().equals("box[]") ? ';' : ',';
  }

  private static String encoding(String type) {
    return switch (type) {
      case "int2" -> "int16";
      case "int4" -> "int32";
      case "int8", "oid" -> "int64";
      case "float4" -> "float32";
      case "float8" -> "float64";
      case "bool" -> "boolean";
      case "bytea" -> "bytes";
      case "uuid" -> "io.debezium.data.Uuid";
      case "date" -> "io.debezium.time.Date";
      case "time" -> "io.debezium.time.MicroTime";
      case "timestamp" -> "io.debezium.time.MicroTimestamp";
      case "timestamptz" -> "io.debezium.time.ZonedTimestamp";
      case "json", "jsonb" -> "io.debezium.data.Json";
      default -> "string";
    };
  }
}
