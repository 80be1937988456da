package dev.caravan.capture.event;

import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.Relations;
import dev.caravan.change.TableName;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.postgresql.Module;
import io.debezium.connector.postgresql.PostgresChangeRecordEmitter;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputReplicationMessage;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputTruncateReplicationMessage;
import io.debezium.openlineage.DebeziumOpenLineageEmitter;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.debezium.util.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** What Debezium's own connector makes of changes: keys and values as JSON. */
public final class DebeziumEvents {

  private final PostgresConnectorConfig config;
  private final PostgresSchema schemas;
  private final ConnectJson json = new ConnectJson();

  /** An event's key and value; null for none. */
  public record Written(String key, String value) {}

  public DebeziumEvents(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("caravan.type", ReferenceConverter.class.getName());
    config = config(all);
    DebeziumOpenLineageEmitter.init(config.getConfig().asMap(), Module.name());
    schemas =
        new PostgresSchema(
            config,
            null,
            config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY),
            PostgresValueConverter.of(config, StandardCharsets.UTF_8, null)) {};
  }

  /** Options of the connector as the capture has them. */
  public static PostgresConnectorConfig config(Map<String, String> options) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "name", "p",
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "topic.prefix", "p",
                "database.dbname", "sh\"op",
                "database.hostname", "localhost",
                "database.user", "u",
                "topic.naming.strategy", "dev.caravan.capture.TopicNames",
                "converters", "caravan",
                "skipped.operations", "none"));
    all.put("plugin.name", "pgoutput");
    all.put("tombstones.on.delete", "false");
    all.putAll(options);
    return new PostgresConnectorConfig(io.debezium.config.Configuration.from(all));
  }

  /**
   * The events of a change that the stream brings.
   *
   * @param old the texts of the old row or its key, or null
   * @param row the texts of the new row, or null
   */
  public List<Written> streamed(
      Relation relation,
      Operation operation,
      Object[] old,
      Object[] row,
      long commitLsn,
      long txId,
      long commitMicros,
      long lsn,
      long nanos)
      throws InterruptedException {
    TableId table = apply(relation);
    Instant committed = Instant.EPOCH.plusNanos(commitMicros * 1000);
    PostgresOffsetContext offset = new PostgresOffsetContext.Loader(config).load(Map.of());
    offset.updateCommitPosition(Lsn.valueOf(commitLsn), Lsn.valueOf(commitLsn));
    offset.updateWalPosition(
        Lsn.valueOf(lsn), Lsn.valueOf(lsn), committed, txId, null, table, operation);
    offset.event(table, committed);
    PgOutputReplicationMessage message =
        operation == Operation.TRUNCATE
            ? new PgOutputTruncateReplicationMessage(
                operation, table.identifier(), committed, txId, true)
            : new PgOutputReplicationMessage(
                operation,
                table.identifier(),
                committed,
                txId,
                columns(relation, old),
                columns(relation, row));
    List<Written> written = new ArrayList<>();
    new PostgresChangeRecordEmitter(
            new PostgresPartition("p", "shop"),
            offset,
            clock(nanos),
            config,
            schemas,
            null,
            table,
            message)
        .emitChangeRecords(
            schemas.schemaFor(table),
            (partition, schema, op, key, value, context, headers) ->
                written.add(written(key, value)));
    return written;
  }

  /** The event of a row that a snapshot reads. */
  public Written read(Relation relation, Object[] row, Origin origin, long lsn, long nanos) {
    TableSchema schema = schemas.schemaFor(apply(relation));
    TableName name = relation.table();
    Struct source =
        new Struct(schema.getEnvelopeSchema().schema().field("source").schema())
            .put("version", Module.version())
            .put("connector", Module.name())
            .put("name", "p")
            .put("ts_ms", origin.micros() / 1000)
            .put("ts_us", origin.micros())
            .put("ts_ns", origin.micros() * 1000)
            .put("snapshot", origin.snapshot())
            .put("db", "sh\"op")
            .put("sequence", "[null,\"" + lsn + "\"]")
            .put("schema", name.schema())
            .put("table", name.table())
            .put("lsn", lsn);
    Struct value =
        schema
            .getEnvelopeSchema()
            .read(schema.valueFromColumnData(row), source, Instant.EPOCH.plusNanos(nanos));
    return written(schema.keyFromColumnData(row), value);
  }

  private TableId apply(Relation relation) {
    schemas.applySchemaChangesForTable(relation.oid(), Relations.table(relation));
    return new TableId(null, relation.table().schema(), relation.table().table());
  }

  private Written written(Object key, Object value) {
    // Debezium leaves it to the schema's default, which stands in the events.
    String text = text(json.write(value)).replace("\"snapshot\":null", "\"snapshot\":\"false\"");
    return new Written(text(json.write(key)), text);
  }

  /** Bytes of JSON as text; null for null. */
  public static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<Column> columns(Relation relation, Object[] values) {
    if (values == null) {
      return null;
    }
    Column[] columns = new Column[values.length];
    for (int i = 0; i < values.length; i++) {
      columns[i] = new TextColumn(relation.columns().get(i).field(), values[i]);
    }
    return Arrays.asList(columns);
  }

  private static Clock clock(long nanos) {
    Instant now = Instant.EPOCH.plusNanos(nanos);
    return new Clock() {
      @Override
      public long currentTimeInMillis() {
        return now.toEpochMilli();
      }

      @Override
      public Instant currentTimeAsInstant() {
        return now;
      }
    };
  }
}
