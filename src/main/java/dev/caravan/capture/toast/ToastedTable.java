package dev.caravan.capture.toast;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as the catalog has it now, which may be later than what the stream is at. PostgreSQL's
 * numbers stay what they are when names change.
 *
 * @param name what it is called now, or null when it is gone
 * @param columns those it has, by their numbers
 */
record ToastedTable(TableName name, boolean partitioned, Map<Integer, Column> columns) {

  private static final String COLUMNS =
      """
      WITH RECURSIVE base AS (
        SELECT c.relnamespace, c.relname, c.relkind, a.attnum, a.attname, a.atttypid AS type
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.oid = ? AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT b.relnamespace, b.relname, b.relkind, b.attnum, b.attname, t.typbasetype
        FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
      SELECT n.nspname, b.relname, b.relkind = 'p', b.attnum, b.attname, t.typname
      FROM base b JOIN pg_catalog.pg_namespace n ON n.oid = b.relnamespace
      JOIN pg_catalog.pg_type t ON t.oid = b.type WHERE t.typtype <> 'd'
      """;

  /**
   * One column.
   *
   * @param type its type's name, that of a domain's base type
   */
  record Column(String name, String type) {}

  /** Looks a table up by its OID. */
  static ToastedTable look(Connection connection, int oid) throws SQLException {
    TableName name = null;
    boolean partitioned = false;
    Map<Integer, Column> columns = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, Integer.toUnsignedLong(oid));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          name = new TableName(rows.getString(1), rows.getString(2));
          partitioned = rows.getBoolean(3);
          columns.put(rows.getInt(4), new Column(rows.getString(5), rows.getString(6)));
        }
      }
    }
    return new ToastedTable(name, partitioned, columns);
  }

  boolean hasAll(Collection<Integer> numbers) {
    return columns.keySet().containsAll(numbers);
  }

  /** Whether the column is there and is of bytes, or not, as the event has it. */
  boolean has(int number, boolean bytes) {
    Column column = columns.get(number);
    return column != null && column.type().equals("bytea") == bytes;
  }

  /** What the columns are called now. */
  List<String> names(List<Integer> numbers) {
    return numbers.stream().map(number -> columns.get(number).name()).toList();
  }
}
