package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The publication that names the captured tables to PostgreSQL; created and kept by the capture.
 */
public final class Publication {

  private static final Logger LOG = Logger.getLogger(Publication.class);

  private final String name;

  public Publication(String name) {
    this.name = name;
  }

  /**
   * Makes the publication hold the tables. It is not touched when it does, so a publication made by
   * the owner of the tables needs no rights here.
   *
   * @throws SourceRefusedException when a change is needed and the user may not make it
   */
  public void ensure(Connection connection, List<TableName> tables) throws SQLException {
    Set<TableName> published = published(connection);
    if (published != null && published.containsAll(tables)) {
      return;
    }
    String list = tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    String sql =
        published == null
            ? "CREATE PUBLICATION \"%s\" FOR TABLE %s WITH (publish_via_partition_root = true)"
                .formatted(name, list)
            : "ALTER PUBLICATION \"%s\" SET TABLE %s".formatted(name, list);
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
    LOG.infof("Publication %s holds %s", name, list);
    if (published != null) {
      List<TableName> added = tables.stream().filter(table -> !published.contains(table)).toList();
      LOG.warnf(
          "%s: captured from now on; rows that were there before are not, unless you start over",
          added);
    }
  }

  /** The tables it holds, or null when there is no such publication. */
  private Set<TableName> published(Connection connection) throws SQLException {
    try (PreparedStatement exists =
        connection.prepareStatement(
            "SELECT pubviaroot AND pubinsert AND pubupdate AND pubdelete"
                + " FROM pg_catalog.pg_publication WHERE pubname = ?")) {
      exists.setString(1, name);
      try (ResultSet row = exists.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        if (!row.getBoolean(1)) {
          throw new SourceRefusedException(
              "the publication '%s' leaves changes out or names partitions: let its owner run ALTER"
                      .formatted(name)
                  + " PUBLICATION \"%s\" SET (publish = 'insert, update, delete, truncate',"
                      .formatted(name)
                  + " publish_via_partition_root = true)");
        }
      }
    }
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
    return tables;
  }
}
