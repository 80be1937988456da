package dev.caravan.capture.snapshot;

import dev.caravan.change.TableName;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.postgresql.Module;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.openlineage.DebeziumOpenLineageEmitter;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Debezium's own schemas and value conversion of the captured tables, so that a row read by the
 * snapshot and the same row coming through the stream are written alike.
 */
public final class TableSchemas extends PostgresSchema {

  private final PostgresConnection connection;

  private TableSchemas(
      PostgresConnectorConfig config,
      PostgresConnection connection,
      PostgresValueConverter converter) {
    super(
        config,
        connection.getDefaultValueConverter(),
        config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY),
        converter);
    this.connection = connection;
  }

  /** Reads the schemas as they are now. The connection is closed with them. */
  public static TableSchemas read(PostgresConnectorConfig config) throws SQLException {
    // Debezium's schemas report every table to it, and fail when it does not know them.
    DebeziumOpenLineageEmitter.init(config.getConfig().asMap(), Module.name());
    Charset charset;
    try (PostgresConnection plain =
        new PostgresConnection(config.getJdbcConfig(), PostgresConnection.CONNECTION_GENERAL)) {
      charset = plain.getDatabaseCharset();
    }
    PostgresConnection connection =
        new PostgresConnection(
            config.getJdbcConfig(),
            types -> PostgresValueConverter.of(config, charset, types),
            PostgresConnection.CONNECTION_GENERAL);
    try {
      TableSchemas schemas =
          new TableSchemas(
              config,
              connection,
              PostgresValueConverter.of(config, charset, connection.getTypeRegistry()));
      connection.setAutoCommit(false);
      schemas.refresh(connection, false);
      connection.commit();
      return schemas;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A table with its columns, or nothing when it was dropped meanwhile. */
  public Optional<Table> table(TableName name) {
    return tableIds().stream()
        .filter(id -> id.schema().equals(name.schema()) && id.table().equals(name.table()))
        .findFirst()
        .map(this::tableFor);
  }

  /** The schemas of a table's events. */
  public TableSchema schema(Table table) {
    TableId id = table.id();
    return schemaFor(id);
  }

  /** The connection with Debezium's type registry, in a transaction of the caller's making. */
  PostgresConnection connection() {
    return connection;
  }

  @Override
  public void close() {
    super.close();
    connection.close();
  }
}
