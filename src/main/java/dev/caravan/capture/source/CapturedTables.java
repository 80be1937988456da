package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The tables of the database that the configured patterns name. */
public final class CapturedTables {

  // Ordinary tables and the roots of partitioned ones; a partition arrives as its root.
  private static final String ALL =
      """
      SELECT n.nspname, c.relname, bool_and(%s)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      %s
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'
      GROUP BY 1, 2 ORDER BY 1, 2
      """
          .formatted(ReplicaIdentity.OF_L, ReplicaIdentity.LEAVES_OF_C);

  private static final Logger LOG = Logger.getLogger(CapturedTables.class);

  private final TablePatterns patterns;
  private final Topics topics;

  public CapturedTables(TablePatterns patterns, Topics topics) {
    this.patterns = patterns;
    this.topics = topics;
  }

  /**
   * The tables there are now. One that is left out, or followed in part, is named in the log.
   *
   * @throws IllegalStateException when there are none; they may be created yet
   */
  public FoundTables find(Connection connection) throws SQLException {
    List<TableName> keyed = new ArrayList<>();
    List<TableName> keyless = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        TableName table = new TableName(rows.getString(1), rows.getString(2));
        if (!patterns.matches(table)) {
          continue;
        }
        if (!topics.hasRoomFor(table)) {
          LOG.warnf(
              "%s is not captured: the name of its topic, %s, is longer than Kafka allows. Rename"
                  + " the table, or shorten caravan.topic-prefix",
              table, topics.changes(table));
        } else if (rows.getBoolean(3)) {
          keyed.add(table);
        } else {
          keyless.add(table);
          LOG.infof(
              "Of %s only inserts and TRUNCATE are followed: it has no replica identity. Give it a"
                  + " primary key, or run ALTER TABLE %s REPLICA IDENTITY FULL (a partitioned table:"
                  + " for each partition), and restart the capture",
              table, table.quoted());
        }
      }
    }
    if (keyed.isEmpty() && keyless.isEmpty()) {
      throw new IllegalStateException(
          "no table of database '%s' matches caravan.capture.tables=%s: create the tables first, or"
                  .formatted(connection.getCatalog(), patterns)
              + " correct the names; each is schema.table, and * stands for any characters");
    }
    return new FoundTables(keyed, keyless);
  }
}
