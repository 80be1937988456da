package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The tables of the database that the configured patterns name, but for those PostgreSQL would not
 * let be changed any more once they are published.
 */
public final class CapturedTables {

  // Ordinary tables and the roots of partitioned ones; a partition arrives as its root.
  private static final String ALL =
      """
      SELECT n.nspname, c.relname,
             c.relreplident IN ('f', 'i') OR c.relreplident = 'd' AND EXISTS (
               SELECT 1 FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary
                 AND i.indimmediate AND i.indisvalid)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      ORDER BY 1, 2
      """;

  private static final Logger LOG = Logger.getLogger(CapturedTables.class);

  private final TablePatterns patterns;

  public CapturedTables(TablePatterns patterns) {
    this.patterns = patterns;
  }

  /**
   * The tables there are now, sorted.
   *
   * @throws IllegalStateException when there are none; they may be created yet
   */
  public List<TableName> find(Connection connection) throws SQLException {
    List<TableName> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        TableName table = new TableName(rows.getString(1), rows.getString(2));
        if (!patterns.matches(table)) {
          continue;
        }
        if (rows.getBoolean(3)) {
          tables.add(table);
        } else {
          // Publishing it would make PostgreSQL refuse every UPDATE and DELETE of it.
          LOG.warnf(
              "%s is not captured: it has no replica identity. Give it a primary key, or run"
                  + " ALTER TABLE %s REPLICA IDENTITY FULL",
              table, table.quoted());
        }
      }
    }
    if (tables.isEmpty()) {
      throw new IllegalStateException(
          "no table of database '%s' matches caravan.capture.tables=%s: create the tables first, or"
                  .formatted(connection.getCatalog(), patterns)
              + " correct the names; each is schema.table, and * stands for any characters");
    }
    return tables;
  }
}
