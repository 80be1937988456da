package dev.caravan.capture.snapshot;

import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.SnapshotPosition;
import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Reads the rows there were at the slot's consistent point, table by table in physical order, and
 * hands them over in batches, each with the position behind its last row. Begun anew at such a
 * position it goes on behind that row.
 */
public final class Snapshot {

  private static final Logger LOG = Logger.getLogger(Snapshot.class);

  private final TableSchemas schemas;
  private final int batchRows;

  /** Takes the batches; returns once a batch is safe. */
  public interface Sink {
    /** Whether to go on. */
    boolean write(CapturedBatch batch) throws Exception;
  }

  public Snapshot(TableSchemas schemas, int batchRows) {
    this.schemas = schemas;
    this.batchRows = batchRows;
  }

  /**
   * Imports a snapshot that the slot's creation exported.
   *
   * @return its text, {@code xmin:xmax:xip_list}
   */
  public String importSnapshot(String name) throws SQLException {
    begin();
    try (Statement statement = connection().createStatement()) {
      statement.execute("SET TRANSACTION SNAPSHOT '" + name.replace("'", "''") + "'");
      try (ResultSet row = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Takes a fresh snapshot, to go on with after a restart. */
  public void takeAgain() throws SQLException {
    begin();
  }

  private void begin() throws SQLException {
    connection().rollback();
    connection().setAutoCommit(false);
    try (Statement statement = connection().createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      TableRelations.inPhysicalOrder(statement);
    }
  }

  /**
   * Reads what is left.
   *
   * @param from where to begin
   * @param resumed whether the rows are read under another snapshot than {@code from} speaks of
   * @return the position behind the last row, or null when the sink asked to stop
   */
  public SnapshotPosition read(
      SnapshotPosition from, boolean resumed, List<TableName> tables, Sink sink) throws Exception {
    SnapshotPosition position = from;
    for (TableName table : tables) {
      for (TableName relation : TableRelations.of(connection(), table)) {
        if (!position.done().contains(relation.toString())) {
          position = readRelation(table, relation, position, resumed, sink);
          if (position == null) {
            return null;
          }
        }
      }
    }
    connection().rollback();
    return position;
  }

  private SnapshotPosition readRelation(
      TableName tableName, TableName name, SnapshotPosition from, boolean resumed, Sink sink)
      throws Exception {
    // Again, for the rows are of the transaction's time and not of the first look's.
    EventTable table = schemas.look(tableName).orElse(null);
    if (table == null) {
      LOG.warnf("%s was dropped before the snapshot came to it", name);
      return hand(List.of(), from.finished(name.toString()), sink);
    }
    long fileNode = TableRelations.fileNode(connection(), name);
    String after = name.toString().equals(from.table()) ? from.rowId() : null;
    if (after != null && fileNode != from.fileNode()) {
      LOG.warnf("%s was rewritten since the snapshot stopped in it; it is read again", name);
      after = null;
    }
    RowReader reader = new RowReader(table, Origin.first(from.takenAtMicros()), from.version());
    LOG.infof("Reading %s%s", name, after == null ? "" : " from row " + after + " on");
    SnapshotPosition position = from;
    long rowsRead = 0;
    try (Statement statement = connection().createStatement()) {
      statement.setFetchSize(batchRows);
      try (ResultSet rows =
          statement.executeQuery(reader.query(name, after, resumed ? from.visible() : null))) {
        int rowId = table.columns() + 1;
        List<RowEvent> events = new ArrayList<>(batchRows);
        while (rows.next()) {
          events.add(reader.event(rows, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now())));
          rowsRead++;
          if (events.size() == batchRows) {
            position = position.reading(name.toString(), fileNode, rows.getString(rowId));
            if (hand(events, position, sink) == null) {
              return null;
            }
            events.clear();
          }
        }
        LOG.infof("Read %d rows of %s", rowsRead, name);
        return hand(events, position.finished(name.toString()), sink);
      }
    }
  }

  private static SnapshotPosition hand(List<RowEvent> events, SnapshotPosition position, Sink sink)
      throws Exception {
    return sink.write(new CapturedBatch(events, position)) ? position : null;
  }

  private Connection connection() {
    return schemas.connection();
  }
}
