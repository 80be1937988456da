package dev.caravan.capture;

import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.SnapshotPosition;
import dev.caravan.capture.position.StartPosition;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.snapshot.EarlierRows;
import dev.caravan.capture.snapshot.Snapshot;
import dev.caravan.capture.snapshot.TableSchemas;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.ReplicationSlot;
import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Gets from where Kafka stands, or from nothing, to the place the stream begins at: makes the slot
 * and reads the rows there are, or goes on where that was interrupted.
 */
final class SnapshotStage {

  private static final Logger LOG = Logger.getLogger(SnapshotStage.class);

  private final CaptureParts parts;
  private final CaptureLock lock;
  private final ChangeLog log;
  private final Connection query;
  private final ReplicationSlot slot;
  private final List<TableName> tables;
  private final TableSchemas schemas;
  private final EarlierRows earlier;
  private final Snapshot snapshot;
  private final Sink sink;

  /** Takes the batches; returns once a batch is safe. */
  interface Sink {
    void write(CapturedBatch batch) throws Exception;

    /** Whether to go on with reading. */
    boolean goesOn() throws SQLException;
  }

  SnapshotStage(
      CaptureParts parts,
      CaptureLock lock,
      ChangeLog log,
      Connection query,
      ReplicationSlot slot,
      List<TableName> tables,
      TableSchemas schemas,
      Sink sink) {
    this.parts = parts;
    this.lock = lock;
    this.log = log;
    this.query = query;
    this.slot = slot;
    this.tables = tables;
    this.schemas = schemas;
    this.sink = sink;
    this.earlier = new EarlierRows(schemas, log.latest());
    this.snapshot = new Snapshot(parts.postgres(), schemas, parts.config());
  }

  /**
   * Has Kafka know that a new snapshot begins, which replaces what came before.
   *
   * @param stored where Kafka stands, or null
   */
  StartPosition beginAgain(CapturePosition stored) throws Exception {
    Set<TableName> left = new TreeSet<>(log.latest().keySet());
    tables.forEach(left::remove);
    if (!left.isEmpty()) {
      LOG.warnf("%s: not captured any more; their rows stay in ClickHouse as they are", left);
    }
    StartPosition start = StartPosition.again(stored);
    sink.write(new CapturedBatch(earlier.goneFirst(tables, start.above()), start));
    LOG.info("A new snapshot begins, which replaces all that came before");
    return start;
  }

  /**
   * Reads what is left to be read.
   *
   * @param stored where Kafka stands; null at the very beginning
   * @return the place the stream begins at, or null when told to stop before
   */
  StreamPosition run(CapturePosition stored) throws Exception {
    if (stored instanceof StartPosition start && start.again() && !start.emptied()) {
      stored = emptyIfLower(start);
    }
    log.prepare(schemas, tables);
    boolean resumed = stored instanceof SnapshotPosition;
    SnapshotPosition from;
    if (resumed) {
      from = (SnapshotPosition) stored;
      slot.mustReach(query, from.lsn());
      LOG.info("Going on with the snapshot where it stopped");
      snapshot.takeAgain();
    } else {
      from = create((StartPosition) stored);
      sink.write(new CapturedBatch(List.of(), from));
    }
    SnapshotPosition end = snapshot.read(from, resumed, tables, this::writeAndLook);
    if (end == null) {
      return null;
    }
    StreamPosition streaming = end.toStreaming();
    sink.write(
        new CapturedBatch(
            end.again() ? earlier.notRead(tables, end.version()) : List.of(), streaming));
    LOG.infof("Snapshot of %d tables is complete", tables.size());
    return streaming;
  }

  /** Rows of a server whose WAL positions were higher would count as newer than all to come. */
  private StartPosition emptyIfLower(StartPosition start) throws Exception {
    if (!start.isAheadOf(ReplicationSlot.written(query))) {
      return start;
    }
    LOG.warn("WAL positions may be lower now than those of the rows there are, so these go first");
    StartPosition emptied = start.withNothingLeft();
    sink.write(new CapturedBatch(earlier.gone(tables, start.above()), emptied));
    return emptied;
  }

  /** Makes the slot, and reads under the snapshot it exports. */
  private SnapshotPosition create(StartPosition announced) throws Exception {
    if (announced == null && slot.find(query).isEmpty()) {
      sink.write(new CapturedBatch(List.of(), StartPosition.first()));
    }
    try (Connection replication = parts.postgres().replication()) {
      ReplicationSlot.Created created =
          slot.create(query, lock, replication, parts.config().failoverSlot(), announced != null);
      String visible = snapshot.importSnapshot(created.snapshot());
      LOG.infof("Created the slot %s, taking a snapshot", parts.config().slot());
      return SnapshotPosition.start(
          created.lsn(),
          created.before(),
          announced != null && announced.again(),
          visible,
          ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }
  }

  private boolean writeAndLook(CapturedBatch batch) throws Exception {
    sink.write(batch);
    return sink.goesOn();
  }
}
