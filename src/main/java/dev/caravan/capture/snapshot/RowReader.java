package dev.caravan.capture.snapshot;

import dev.caravan.capture.relation.Relation;
import dev.caravan.change.TableName;
import io.debezium.relational.TableSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns the rows of one table into read events ({@code op=r}) of Debezium's envelope. */
public final class RowReader {

  private final Relation table;
  private final TableSchema schema;
  private final String topic;
  private final SnapshotSource source;
  private long size;

  public RowReader(Relation table, TableSchema schema, String topic, SnapshotSource source) {
    this.table = table;
    this.schema = schema;
    this.topic = topic;
    this.source = source;
  }

  /**
   * The query for the rows in their physical order, with the row's id as last column.
   *
   * @param relation what to read: the table itself, or one of its partitions
   * @param afterRowId the id of the last row not to be read again, or null
   * @param stillVisibleAt a snapshot's text: only rows that have not changed since; null for all
   */
  public String query(TableName relation, String afterRowId, String stillVisibleAt) {
    String columns =
        table.columns().stream()
            .map(column -> '"' + column.name().replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(", "));
    StringBuilder sql = new StringBuilder("SELECT ").append(columns);
    sql.append(columns.isEmpty() ? "" : ", ")
        .append("ctid::text FROM ONLY ")
        .append(relation.quoted());
    String and = " WHERE ";
    if (afterRowId != null) {
      sql.append(and).append("ctid > '").append(afterRowId).append("'::tid");
      and = " AND ";
    }
    if (stillVisibleAt != null) {
      sql.append(and).append(RowVisibility.condition(stillVisibleAt));
    }
    return sql.toString();
  }

  /**
   * The same for some of the rows.
   *
   * @param filter an SQL condition on the rows, or null
   * @param limit rows at most
   */
  public String query(
      TableName relation, String afterRowId, String stillVisibleAt, String filter, int limit) {
    String all = query(relation, afterRowId, stillVisibleAt);
    String and = afterRowId == null && stillVisibleAt == null ? " WHERE " : " AND ";
    // A line end ends whatever comment the filter may end with.
    return all + (filter == null ? "" : and + "(" + filter + "\n)") + " LIMIT " + limit;
  }

  /** The event of the row the result stands on. */
  public SourceRecord event(ResultSet rows, Instant now) throws SQLException {
    Object[] values = new Object[table.columns().size()];
    size = 0;
    for (int i = 0; i < values.length; i++) {
      String value = rows.getString(i + 1);
      values[i] = value;
      size += value == null ? 0 : value.length();
    }
    Struct key = schema.keyFromColumnData(values);
    Struct row = schema.valueFromColumnData(values);
    Schema envelope = schema.getEnvelopeSchema().schema();
    Struct value =
        schema
            .getEnvelopeSchema()
            .read(row, source.struct(envelope.field("source").schema(), table.table()), now);
    return new SourceRecord(
        Map.of(), Map.of(), topic, null, schema.keySchema(), key, envelope, value);
  }

  /** Characters of all values of the last event's row. */
  public long size() {
    return size;
  }
}
