package dev.caravan.capture.snapshot;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.TupleBuffer;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.value.Encoding;
import dev.caravan.change.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns the rows of one table into read events ({@code op=r}), written where they are read. Not
 * safe for use by several threads.
 */
public final class RowReader {

  private final EventTable table;
  private final Origin origin;
  private final long version;
  private final boolean[] bytes;
  private final TupleBuffer row = new TupleBuffer();
  private final EventWriter writer = new EventWriter();

  /**
   * A reader.
   *
   * @param version the WAL position the rows carry
   */
  public RowReader(EventTable table, Origin origin, long version) {
    this.table = table;
    this.origin = origin;
    this.version = version;
    this.bytes = new boolean[table.columns()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = table.relation().columns().get(i).type().encoding() == Encoding.BYTES;
    }
  }

  /**
   * The query for the rows in their physical order, with the row's id as last column.
   *
   * @param relation what to read: the table itself, or one of its partitions
   * @param range where the rows lie
   * @param stillVisibleAt a snapshot's text: only rows that have not changed since; null for all
   */
  public String query(TableName relation, TidRange range, String stillVisibleAt) {
    List<String> conditions = range.conditions();
    if (stillVisibleAt != null) {
      conditions.add(RowVisibility.condition(stillVisibleAt));
    }
    return query(relation, conditions);
  }

  /**
   * The same for some of the rows.
   *
   * @param filter an SQL condition on the rows, or null
   * @param limit rows at most
   */
  public String query(
      TableName relation, TidRange range, String stillVisibleAt, String filter, int limit) {
    List<String> conditions = range.conditions();
    if (stillVisibleAt != null) {
      conditions.add(RowVisibility.condition(stillVisibleAt));
    }
    if (filter != null) {
      // A line end ends whatever comment the filter may end with.
      conditions.add("(" + filter + "\n)");
    }
    return query(relation, conditions) + " LIMIT " + limit;
  }

  private String query(TableName relation, List<String> conditions) {
    String columns =
        table.relation().columns().stream()
            .map(RelationColumn::name)
            .map(name -> '"' + name.replace("\"", "\"\"") + "\", ")
            .collect(Collectors.joining());
    return "SELECT "
        + columns
        + "ctid::text FROM ONLY "
        + relation.quoted()
        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
  }

  /**
   * The event of the row the result stands on.
   *
   * @param rows of a connection that gives text
   * @param nanos nanoseconds since 1970
   */
  public RowEvent event(ResultSet rows, long nanos) throws SQLException {
    row.begin(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      row.add(bytes[i] ? hex(rows.getString(i + 1)) : rows.getBytes(i + 1));
    }
    return RowEvent.read(table, origin, version, nanos, row.row()).write(writer);
  }

  /** The driver would give a bytea's own bytes. */
  private static byte[] hex(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The id of the row the result stands on. */
  public String rowId(ResultSet rows) throws SQLException {
    return rows.getString(bytes.length + 1);
  }
}
