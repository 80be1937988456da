package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The tables of the database that the configured patterns name. */
public final class CapturedTables {

  // Ordinary tables and the roots of partitioned ones; a partition arrives as its root.
  private static final String ALL =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      ORDER BY 1, 2
      """;

  private final List<Pattern> patterns;

  /**
   * @param patterns regular expressions for {@code schema.table}
   * @throws SourceRefusedException when one is not a regular expression
   */
  public CapturedTables(List<String> patterns) {
    this.patterns = patterns.stream().map(CapturedTables::compile).toList();
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern.strip());
    } catch (PatternSyntaxException e) {
      throw new SourceRefusedException(
          "caravan.capture.tables: '%s' is not a regular expression: %s"
              .formatted(pattern, e.getDescription()),
          e);
    }
  }

  /** Whether one of the patterns names the table. */
  public boolean matches(TableName table) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(table.toString()).matches());
  }

  /**
   * The tables there are now, sorted.
   *
   * @throws SourceRefusedException when there are none
   */
  public List<TableName> find(Connection connection) throws SQLException {
    List<TableName> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        TableName table = new TableName(rows.getString(1), rows.getString(2));
        if (matches(table)) {
          tables.add(table);
        }
      }
    }
    if (tables.isEmpty()) {
      throw new SourceRefusedException(
          "no table of database '%s' matches caravan.capture.tables=%s: create the tables first, or"
                  .formatted(connection.getCatalog(), String.join(",", patternTexts()))
              + " correct the patterns, each of which must match a whole schema.table");
    }
    return tables;
  }

  private List<String> patternTexts() {
    return patterns.stream().map(Pattern::pattern).toList();
  }
}
