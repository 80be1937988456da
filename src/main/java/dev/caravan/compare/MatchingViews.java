package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the tables that have a view of their name. */
final class MatchingViews {

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY 1, 2
      """;

  private static final String VIEWS =
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View'"
          + " FORMAT JSONCompactEachRow";

  private MatchingViews() {}

  /**
   * @throws IllegalArgumentException when there are none, or when tables of two schemas have a
   *     view's name
   */
  static List<TablePair> of(Connection postgres, ClickHouseAccess clickHouse)
      throws SQLException, IOException {
    Set<String> views = new HashSet<>();
    try (ClickHouseRows rows = new ClickHouseRows(clickHouse.open(VIEWS))) {
      for (String[] row = rows.next(); row != null; row = rows.next()) {
        views.add(row[0]);
      }
    }
    Map<String, TableName> byView = new TreeMap<>();
    List<TablePair> pairs = new ArrayList<>();
    try (Statement statement = postgres.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        TableName table = new TableName(rows.getString(1), rows.getString(2));
        if (views.contains(table.table())) {
          TableName other = byView.put(table.table(), table);
          if (other != null) {
            throw new IllegalArgumentException(
                "ClickHouse has one view %s for both %s and %s; name the tables instead of --all"
                    .formatted(table.table(), other, table));
          }
          pairs.add(TablePair.of(table));
        }
      }
    }
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "no table has a view of its name in ClickHouse's database " + clickHouse.database());
    }
    return pairs;
  }
}
