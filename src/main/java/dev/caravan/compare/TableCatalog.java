package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from both databases which columns a table has, and settles what is compared. */
final class TableCatalog {

  /**
   * Domains are followed to their base type, arrays to their elements. A row is identified by the
   * primary key or by the index that is the replica identity.
   */
  private static final String COLUMNS =
      """
      WITH RECURSIVE types AS (
        SELECT a.attnum, a.atttypid AS type, NULL::text AS delimiter
        FROM pg_attribute a
        WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT types.attnum, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END,
               CASE WHEN t.typtype = 'd' THEN types.delimiter ELSE t.typdelim::text END
        FROM types JOIN pg_type t ON t.oid = types.type LEFT JOIN pg_type e ON e.oid = t.typelem
        WHERE t.typtype = 'd' OR e.typarray = t.oid)
      SELECT a.attname, t.typname, types.delimiter, a.attgenerated <> '' AS generated,
             array_position((i.indkey::int2[])[0:i.indnkeyatts - 1], a.attnum) AS key_position
      FROM pg_attribute a
      JOIN types ON types.attnum = a.attnum
      JOIN pg_type t ON t.oid = types.type AND t.typtype <> 'd'
      LEFT JOIN pg_type e ON e.oid = t.typelem
      LEFT JOIN LATERAL (
        SELECT indkey, indnkeyatts FROM pg_index
        WHERE indrelid = a.attrelid AND (indisprimary OR indisreplident) AND indisvalid
        ORDER BY indisprimary DESC LIMIT 1) i ON true
      WHERE a.attrelid = to_regclass(?) AND (e.typarray = t.oid) IS NOT TRUE
      ORDER BY key_position NULLS LAST, a.attnum
      """;

  private final Connection postgres;
  private final ClickHouseAccess clickHouse;

  TableCatalog(Connection postgres, ClickHouseAccess clickHouse) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
  }

  /**
   * @throws IllegalArgumentException when PostgreSQL has no such table, or when ClickHouse lacks a
   *     column of the key, or has no column of the table at all
   */
  ComparedTable read(TableName source, ClickHouseName target, Differences differences)
      throws SQLException, IOException {
    Map<String, String> targetTypes = targetTypes(target);
    List<ComparedColumn> columns = new ArrayList<>();
    int keyColumns = 0;
    boolean found = false;
    try (PreparedStatement statement = postgres.prepareStatement(COLUMNS)) {
      statement.setString(1, source.quoted());
      statement.setString(2, source.quoted());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found = true;
          String name = rows.getString("attname");
          boolean key = rows.getObject("key_position") != null;
          String targetType = targetTypes.remove(name);
          if (targetType != null) {
            columns.add(column(name, rows, targetType));
            keyColumns += key ? 1 : 0;
          } else if (key) {
            throw new IllegalArgumentException(
                "ClickHouse's %s has no column %s, which identifies the rows of %s"
                    .formatted(target, name, source));
          } else if (rows.getBoolean("generated")) {
            differences.note("without the generated column " + name);
          } else {
            differences.column(name, "PostgreSQL");
          }
        }
      }
    }
    if (!found) {
      throw new IllegalArgumentException("PostgreSQL has no table " + source);
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "%s and ClickHouse's %s have no column in common".formatted(source, target));
    }
    targetTypes.keySet().forEach(name -> differences.column(name, "ClickHouse"));
    return new ComparedTable(source, target, columns, keyColumns);
  }

  private static ComparedColumn column(String name, ResultSet row, String targetType)
      throws SQLException {
    String delimiter = row.getString("delimiter");
    return new ComparedColumn(
        name,
        ValueKind.of(row.getString("typname")),
        delimiter == null ? 0 : delimiter.charAt(0),
        targetType);
  }

  private Map<String, String> targetTypes(ClickHouseName target) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    String describe = "DESCRIBE TABLE " + target.quoted() + " FORMAT JSONCompactEachRow";
    try (ClickHouseRows rows = new ClickHouseRows(clickHouse.open(describe))) {
      for (String[] row = rows.next(); row != null; row = rows.next()) {
        types.put(row[0], row[1]);
      }
    }
    return types;
  }
}
