package dev.caravan.capture.snapshot;

import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.SnapshotPosition;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Reads the rows there were at the slot's consistent point, table by table, and hands them over in
 * physical order in batches, each with the position behind its last row. Begun anew at such a
 * position it goes on behind that row.
 */
public final class Snapshot {

  private static final Logger LOG = Logger.getLogger(Snapshot.class);

  /** Large rows go in smaller batches. */
  private static final long BATCH_BYTES = 16 << 20;

  private final PostgresAccess postgres;
  private final TableSchemas schemas;
  private final int batchRows;
  private final int readerCount;
  private final long memory;
  private SnapshotReaders readers;

  /** Takes the batches; returns once a batch is safe. */
  public interface Sink {
    /** Whether to go on. */
    boolean write(CapturedBatch batch) throws Exception;
  }

  /** A snapshot read over connections of its own beside that of the schemas. */
  public Snapshot(PostgresAccess postgres, TableSchemas schemas, CaptureConfig config) {
    this.postgres = postgres;
    this.schemas = schemas;
    this.batchRows = config.batch().maxRows();
    this.readerCount = config.snapshot().readers();
    this.memory = config.batch().queueSize().asLongValue();
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
    try (SnapshotReaders opened = SnapshotReaders.open(postgres, connection(), readerCount)) {
      readers = opened;
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
    Origin origin = Origin.first(from.takenAtMicros());
    RelationChunks chunks =
        new RelationChunks(
            readers,
            name,
            () -> new RowReader(table, origin, from.version()),
            after,
            TableRelations.pages(connection(), name),
            resumed ? from.visible() : null,
            batchRows,
            memory);
    LOG.infof("Reading %s%s", name, after == null ? "" : " from row " + after + " on");
    SnapshotPosition position = from;
    long rowsRead = 0;
    List<RowEvent> events = new ArrayList<>();
    long bytes = 0;
    for (ChunkRows.Part part = chunks.next(); part != null; part = chunks.next()) {
      boolean full = events.size() + part.events().size() > batchRows || bytes > BATCH_BYTES;
      if (full && hand(events, position, sink) == null) {
        return null;
      }
      if (full) {
        events = new ArrayList<>();
        bytes = 0;
      }
      events.addAll(part.events());
      bytes += part.bytes();
      rowsRead += part.events().size();
      position = position.reading(name.toString(), fileNode, part.lastRowId());
    }
    LOG.infof("Read %d rows of %s", rowsRead, name);
    return hand(events, position.finished(name.toString()), sink);
  }

  private static SnapshotPosition hand(List<RowEvent> events, SnapshotPosition position, Sink sink)
      throws Exception {
    return sink.write(new CapturedBatch(events, position)) ? position : null;
  }

  private Connection connection() {
    return schemas.connection();
  }
}
