package dev.caravan.capture.snapshot;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.Tuple;
import dev.caravan.change.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Turns the rows of one table into read events ({@code op=r}) of Debezium's envelope. */
public final class RowReader {

  private final EventTable table;
  private final Origin origin;
  private final long version;

  /**
   * A reader.
   *
   * @param version the WAL position the rows carry
   */
  public RowReader(EventTable table, Origin origin, long version) {
    this.table = table;
    this.origin = origin;
    this.version = version;
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
        table.relation().columns().stream()
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
  public RowEvent event(ResultSet rows, long nanos) throws SQLException {
    List<String> texts = new ArrayList<>(table.columns());
    for (int i = 1; i <= table.columns(); i++) {
      texts.add(rows.getString(i));
    }
    return RowEvent.read(table, origin, version, nanos, Tuple.of(texts));
  }
}
