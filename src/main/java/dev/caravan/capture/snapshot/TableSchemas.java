package dev.caravan.capture.snapshot;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationCatalog;
import dev.caravan.change.TableName;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The captured tables as the catalog has them, made the way the stream's are, so that a row read by
 * the snapshot and the same row coming through the stream are written alike.
 */
public final class TableSchemas implements AutoCloseable {

  private final Connection connection;
  private final RelationCatalog catalog;
  private final EventTables tables;
  private final Map<TableName, EventTable> known = new HashMap<>();

  private TableSchemas(PostgresConnectorConfig config, Connection connection) {
    this.connection = connection;
    this.catalog = new RelationCatalog(connection);
    this.tables = new EventTables(config);
  }

  /**
   * Reads the tables as they are now.
   *
   * @param connection one that gives text; closed with the schemas
   */
  public static TableSchemas read(
      PostgresConnectorConfig config, Connection connection, List<TableName> tables)
      throws SQLException {
    TableSchemas schemas = new TableSchemas(config, connection);
    try {
      connection.setAutoCommit(false);
      for (TableName table : tables) {
        schemas.look(table);
      }
      connection.commit();
      return schemas;
    } catch (SQLException | RuntimeException e) {
      schemas.close();
      throw e;
    }
  }

  /** A table as it was last looked at, or nothing when it was dropped meanwhile. */
  public Optional<EventTable> table(TableName name) {
    return Optional.ofNullable(known.get(name));
  }

  /** Looks at a table again, within the transaction there is. */
  public Optional<EventTable> look(TableName name) throws SQLException {
    Relation found = catalog.read(name).orElse(null);
    if (found == null) {
      known.remove(name);
    } else {
      EventTable before = known.get(name);
      if (before == null || !before.relation().equals(found)) {
        known.put(name, tables.of(found));
      }
    }
    return table(name);
  }

  /** The connection, in a transaction of the caller's making. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    tables.close();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("a connection to PostgreSQL does not close", e);
    }
  }
}
