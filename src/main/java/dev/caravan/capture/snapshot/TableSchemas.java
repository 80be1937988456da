package dev.caravan.capture.snapshot;

import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationCatalog;
import dev.caravan.capture.relation.Relations;
import dev.caravan.change.TableName;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.postgresql.Module;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.openlineage.DebeziumOpenLineageEmitter;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The captured tables with Debezium's schemas of them, made the way the stream's are, so that a row
 * read by the snapshot and the same row coming through the stream are written alike.
 */
public final class TableSchemas extends PostgresSchema {

  private final Connection connection;
  private final RelationCatalog catalog;
  private final Relations relations;
  private final Map<TableName, Relation> known = new HashMap<>();

  private TableSchemas(PostgresConnectorConfig config, Connection connection, Relations relations) {
    super(
        config,
        null,
        config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY),
        PostgresValueConverter.of(config, StandardCharsets.UTF_8, null));
    this.connection = connection;
    this.catalog = new RelationCatalog(connection);
    this.relations = relations;
  }

  /**
   * Reads the tables as they are now.
   *
   * @param connection one that gives text; closed with the schemas
   */
  public static TableSchemas read(
      PostgresConnectorConfig config,
      Connection connection,
      Relations relations,
      List<TableName> tables)
      throws SQLException {
    // Debezium's schemas report every table to it, and fail when it does not know them.
    DebeziumOpenLineageEmitter.init(config.getConfig().asMap(), Module.name());
    TableSchemas schemas = new TableSchemas(config, connection, relations);
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
  public Optional<Relation> relation(TableName name) {
    return Optional.ofNullable(known.get(name));
  }

  /** Looks at a table again, within the transaction there is. */
  public Optional<Relation> look(TableName name) throws SQLException {
    Optional<Relation> found = catalog.read(name);
    if (found.isEmpty()) {
      known.remove(name);
    } else if (!found.get().equals(known.put(name, found.get()))) {
      Table table = Relations.table(found.get());
      refresh(table);
      relations.made(schemaFor(table.id()), found.get());
    }
    return found;
  }

  /** The schemas of a table's events. */
  public TableSchema schema(Relation relation) {
    return schemaFor(new TableId(null, relation.table().schema(), relation.table().table()));
  }

  /** The connection, in a transaction of the caller's making. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    super.close();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("a connection to PostgreSQL does not close", e);
    }
  }
}
