package dev.caravan.capture.toast;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A table as the catalog has it now, which may be later than what the stream is at.
 *
 * @param types the columns' types by the columns' names, those of domains' base types
 */
record ToastedTable(boolean partitioned, Map<String, String> types) {

  private static final String COLUMNS =
      """
      WITH RECURSIVE base AS (
        SELECT a.attname, a.atttypid AS type, c.relkind = 'p' AS partitioned
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.oid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT b.attname, t.typbasetype, b.partitioned
        FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
      SELECT b.attname, t.typname, b.partitioned
      FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type WHERE t.typtype <> 'd'
      """;

  /** Looks a table up; one that is gone has no columns. */
  static ToastedTable look(Connection connection, TableName table) throws SQLException {
    Map<String, String> types = new HashMap<>();
    boolean partitioned = false;
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.quoted());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          types.put(rows.getString(1), rows.getString(2));
          partitioned = rows.getBoolean(3);
        }
      }
    }
    return new ToastedTable(partitioned, types);
  }

  /** Whether the column is there and is of bytes, or not, as the event has it. */
  boolean has(String column, boolean bytes) {
    String type = types.get(column);
    return type != null && type.equals("bytea") == bytes;
  }
}
