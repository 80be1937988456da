package dev.caravan.capture.event;

import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.Relations;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.postgresql.Module;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.openlineage.DebeziumOpenLineageEmitter;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableSchema;
import io.debezium.relational.ValueConverter;
import io.debezium.relational.mapping.ColumnMappers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes tables of relations, with what the user's options of Debezium leave out, mask or take as
 * the key. Rows of the stream and of snapshots so are written alike. Not safe for use by several
 * threads.
 */
public final class EventTables extends PostgresSchema {

  private final ColumnMappers masks;
  private final Topics topics;
  private final String database;

  /** Tables under the user's options. */
  public EventTables(PostgresConnectorConfig config) {
    super(
        announced(config),
        null,
        config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY),
        PostgresValueConverter.of(config, StandardCharsets.UTF_8, null));
    this.masks = ColumnMappers.create(config);
    this.topics = new Topics(config.getLogicalName());
    this.database = config.databaseName();
  }

  /** Debezium's schemas report every table to it, and fail when it does not know them. */
  private static PostgresConnectorConfig announced(PostgresConnectorConfig config) {
    DebeziumOpenLineageEmitter.init(config.getConfig().asMap(), Module.name());
    return config;
  }

  /** The relation's table, another one each time. */
  public EventTable of(Relation relation) {
    Table table = Relations.table(relation);
    refresh(table);
    TableSchema schema = schemaFor(table.id());
    Map<String, ValueConverter> converters = new HashMap<>();
    for (Column column : table.columns()) {
      ValueConverter mask = masks.mappingConverterFor(table.id(), column);
      if (mask != null) {
        converters.put(column.name(), mask);
      }
    }
    TableName name = relation.table();
    return new EventTable(
        relation,
        topics.changes(name),
        schema,
        converters,
        new SourceBlock(Module.version(), Module.name(), topics.prefix(), database, name));
  }
}
