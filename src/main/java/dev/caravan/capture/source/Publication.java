package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One publication. One that Caravan makes bears a comment that says so, and then holds exactly the
 * captured tables; one that somebody else made is only ever added to, and not touched at all while
 * it holds what is needed.
 */
final class Publication {

  /** The comment of one that Caravan made. */
  static final String OURS = "Made by Caravan, which adds and removes tables";

  private static final Logger LOG = Logger.getLogger(Publication.class);

  private final String name;
  private final List<String> operations;

  /**
   * @param operations what it must publish, of {@code insert}, {@code update}, {@code delete} and
   *     {@code truncate}
   */
  Publication(String name, List<String> operations) {
    this.name = name;
    this.operations = operations;
  }

  /**
   * A publication as PostgreSQL has it.
   *
   * @param ours whether Caravan made it
   * @param tables what it publishes, partitions as their roots
   */
  record State(boolean ours, Set<TableName> tables) {}

  private static final String KEYLESS =
      """
      SELECT EXISTS (
        SELECT FROM pg_catalog.pg_publication p
        JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
        JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
        %s
        WHERE p.pubname = ? AND pg_catalog.obj_description(p.oid, 'pg_publication') = ?
          AND NOT %s)
      """
          .formatted(ReplicaIdentity.LEAVES_OF_C, ReplicaIdentity.OF_L);

  // Not by the column's name, which servers before 15 do not have.
  private static final String COLUMN_LISTS =
      """
      SELECT string_agg(r.prrelid::regclass::text, ', ')
      FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
      WHERE p.pubname = ? AND to_jsonb(r) ->> 'prattrs' IS NOT NULL
      """;

  /** Whether it is ours and holds a table without a replica identity. */
  boolean holdsKeyless(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEYLESS)) {
      statement.setString(1, name);
      statement.setString(2, OURS);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  String name() {
    return name;
  }

  /**
   * The state, or null when there is no such publication.
   *
   * @throws SourceRefusedException when it leaves operations or columns out, or names partitions
   */
  State find(Connection connection) throws SQLException {
    String published =
        operations.stream()
            .map(operation -> "pub" + operation)
            .collect(Collectors.joining(" AND "));
    boolean ours;
    try (PreparedStatement exists =
        connection.prepareStatement(
            "SELECT pubviaroot AND "
                + published
                + ", pg_catalog.obj_description(oid, 'pg_publication') = ?"
                + " FROM pg_catalog.pg_publication WHERE pubname = ?")) {
      exists.setString(1, OURS);
      exists.setString(2, name);
      try (ResultSet row = exists.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        if (!row.getBoolean(1)) {
          throw new SourceRefusedException(
              "the publication '%s' leaves changes out or names partitions: let its owner run"
                      .formatted(name)
                  + " ALTER PUBLICATION \"%s\" SET (%s)".formatted(name, options()));
        }
        ours = row.getBoolean(2);
      }
    }
    checkColumns(connection);
    Set<TableName> tables = new TreeSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE pubname = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.add(new TableName(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return new State(ours, tables);
  }

  /** A column is known by its place among all of its table; a list takes places away. */
  private void checkColumns(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COLUMN_LISTS)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next() && row.getString(1) != null) {
          throw new SourceRefusedException(
              "the publication '%s' publishes only some columns of %s: let its owner publish the"
                      .formatted(name, row.getString(1))
                  + " whole tables, and leave columns out with"
                  + " caravan.capture.debezium.\"column.exclude.list\"");
        }
      }
    }
  }

  /** Makes it, holding the tables. */
  void create(Connection connection, Collection<TableName> tables) throws SQLException {
    String sql = creation(tables);
    execute(connection, sql);
    execute(connection, "COMMENT ON PUBLICATION \"%s\" IS '%s'".formatted(name, OURS));
    LOG.infof("Made publication %s for %s", name, tables);
  }

  /** The statement that makes it. */
  String creation(Collection<TableName> tables) {
    return "CREATE PUBLICATION \"%s\"%s WITH (%s)"
        .formatted(name, tables.isEmpty() ? "" : " FOR TABLE " + list(tables), options());
  }

  /** Makes it hold the tables, and nothing else if it is ours. */
  void hold(Connection connection, State state, Collection<TableName> tables) throws SQLException {
    List<TableName> surplus = new ArrayList<>(state.ours() ? state.tables() : List.of());
    surplus.removeAll(tables);
    if (!surplus.isEmpty()) {
      execute(connection, "ALTER PUBLICATION \"%s\" DROP TABLE %s".formatted(name, list(surplus)));
      LOG.infof("Publication %s does not hold %s any more", name, surplus);
    }
    List<TableName> missing = new ArrayList<>(tables);
    missing.removeAll(state.tables());
    if (!missing.isEmpty()) {
      execute(connection, "ALTER PUBLICATION \"%s\" ADD TABLE %s".formatted(name, list(missing)));
      LOG.infof("Publication %s holds %s from now on", name, missing);
    }
  }

  private String options() {
    return "publish = '%s', publish_via_partition_root = true"
        .formatted(String.join(", ", operations));
  }

  private static String list(Collection<TableName> tables) {
    return tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new SourceRefusedException(
            "caravan.postgres.user '%s' may not publish the captured tables (%s): let their owner run: %s"
                .formatted(connection.getMetaData().getUserName(), e.getMessage(), sql),
            e);
      }
      throw e;
    }
  }
}
