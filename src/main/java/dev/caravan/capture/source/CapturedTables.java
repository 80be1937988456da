package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** The tables of the database that are to be captured. Not safe for use by several threads. */
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

  // Cheap enough to be asked every other second, unlike the replica identities of all tables.
  private static final String NAMES =
      """
      SELECT n.nspname, c.relname,
        NOT EXISTS (SELECT FROM pg_catalog.pg_publication p
                    WHERE p.pubname = ? AND pg_catalog.obj_description(p.oid, 'pg_publication') = ?)
        OR EXISTS (SELECT FROM pg_catalog.pg_publication_rel r
                   JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
                   WHERE r.prrelid = c.oid AND p.pubname IN (?, ?))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      """;

  private final CaptureScope scope;
  private final Topics topics;
  private final Set<TableName> told = new HashSet<>();

  public CapturedTables(CaptureScope scope, Topics topics) {
    this.scope = scope;
    this.topics = topics;
  }

  /**
   * The tables there are now that are to be captured, by whether a publication holds them; one that
   * Caravan did not make counts as holding all.
   */
  public Map<TableName, Boolean> names(Connection connection, Publications publications)
      throws SQLException {
    Map<TableName, Boolean> names = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(NAMES)) {
      statement.setString(1, publications.changesName());
      statement.setString(2, Publication.OURS);
      statement.setString(3, publications.changesName());
      statement.setString(4, publications.insertsName());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          TableName table = new TableName(rows.getString(1), rows.getString(2));
          if (scope.matches(table)) {
            names.put(table, rows.getBoolean(3));
          }
        }
      }
    }
    return names;
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
        if (!scope.matches(table)) {
          continue;
        }
        if (!topics.hasRoomFor(table)) {
          tellOnce(
              table,
              "%s is not captured: the name of its topic, %s, is longer than Kafka allows. Rename the table, or shorten caravan.topic-prefix"
                  .formatted(table, topics.changes(table)));
        } else if (rows.getBoolean(3)) {
          keyed.add(table);
        } else {
          keyless.add(table);
          tellOnce(
              table,
              "Of %s only inserts and TRUNCATE are followed: it has no replica identity. Give it a primary key, or run ALTER TABLE %s REPLICA IDENTITY FULL (a partitioned table: for each partition), and restart the capture"
                  .formatted(table, table.quoted()));
        }
      }
    }
    if (keyed.isEmpty() && keyless.isEmpty()) {
      throw new IllegalStateException(
          "no table of database '%s' matches caravan.capture.tables=%s, and none that a route delivers exists yet: create the tables first, or"
                  .formatted(connection.getCatalog(), scope)
              + " correct the names; each is schema.table, and * stands for any characters");
    }
    return new FoundTables(keyed, keyless);
  }

  /** The tables are looked for again and again. */
  private void tellOnce(TableName table, String what) {
    if (told.add(table)) {
      LOG.warn(what);
    }
  }
}
