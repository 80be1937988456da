package dev.caravan.capture.snapshot;

import dev.caravan.change.TableName;
import io.debezium.connector.postgresql.Module;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The {@code source} block of snapshot events, alike for all rows of a table.
 *
 * @param name the topic prefix
 * @param database the source database
 * @param lsn the version of the rows, older than any change of the stream
 * @param kind Debezium's word for the snapshot: {@code true} for the first, {@code incremental} for
 *     one of a table while others are streamed
 * @param takenAtMicros microseconds since 1970 when the snapshot was taken
 */
public record SnapshotSource(
    String name, String database, String kind, long lsn, long takenAtMicros) {

  /** Debezium's word for the snapshot everything begins with. */
  public static final String FIRST = "true";

  /** Debezium's word for a snapshot of a table while others are streamed. */
  public static final String INCREMENTAL = "incremental";

  Struct struct(Schema schema, TableName table) {
    return new Struct(schema)
        .put("version", Module.version())
        .put("connector", Module.name())
        .put("name", name)
        .put("ts_ms", takenAtMicros / 1000)
        .put("ts_us", takenAtMicros)
        .put("ts_ns", takenAtMicros * 1000)
        .put("snapshot", kind)
        .put("db", database)
        .put("sequence", "[null,\"" + lsn + "\"]")
        .put("schema", table.schema())
        .put("table", table.table())
        .put("lsn", lsn);
  }
}
