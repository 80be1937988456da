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

  private static final String COLUMNS =
      """
      SELECT a.attname, coalesce(base.typname, t.typname) AS type,
             array_position(i.indkey::int2[], a.attnum) AS key_position
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_type base ON base.oid = nullif(t.typbasetype, 0)
      LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY key_position NULLS LAST, a.attnum
      """;

  private final Connection postgres;
  private final ClickHouseEndpoint clickHouse;

  TableCatalog(Connection postgres, ClickHouseEndpoint clickHouse) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
  }

  /**
   * @throws IllegalArgumentException when PostgreSQL has no such table, when it has no primary key,
   *     or when ClickHouse lacks a column of the key
   */
  ComparedTable read(TableName source, String target, Differences differences)
      throws SQLException, IOException {
    Map<String, String> targetTypes = targetTypes(target);
    List<ComparedColumn> columns = new ArrayList<>();
    int keyColumns = 0;
    boolean found = false;
    try (PreparedStatement statement = postgres.prepareStatement(COLUMNS)) {
      statement.setString(1, source.quoted());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found = true;
          String name = rows.getString(1);
          boolean key = rows.getObject(3) != null;
          String targetType = targetTypes.remove(name);
          if (targetType != null) {
            columns.add(new ComparedColumn(name, ValueKind.of(rows.getString(2)), targetType));
            keyColumns += key ? 1 : 0;
          } else if (key) {
            throw new IllegalArgumentException(
                "ClickHouse's %s has no column %s, which is of the primary key of %s"
                    .formatted(target, name, source));
          } else {
            differences.column(name, "PostgreSQL");
          }
        }
      }
    }
    if (!found) {
      throw new IllegalArgumentException("PostgreSQL has no table " + source);
    }
    if (keyColumns == 0) {
      throw new IllegalArgumentException(
          source + " has no primary key; rows can be compared by key only");
    }
    targetTypes.keySet().forEach(name -> differences.column(name, "ClickHouse"));
    return new ComparedTable(source, target, columns, keyColumns);
  }

  private Map<String, String> targetTypes(String target) throws IOException {
    String answer =
        clickHouse.query("DESCRIBE TABLE `" + target.replace("`", "\\`") + "` FORMAT TSVRaw");
    Map<String, String> types = new LinkedHashMap<>();
    answer
        .lines()
        .map(line -> line.split("\t", 3))
        .forEach(fields -> types.put(fields[0], fields[1]));
    return types;
  }
}
