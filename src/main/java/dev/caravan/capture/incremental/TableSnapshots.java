package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress.State;
import io.debezium.config.Configuration;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** The snapshots of tables that there are, one a table. Not safe for use by several threads. */
final class TableSnapshots implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TableSnapshots.class);

  private final CaptureParts parts;
  private final Configuration debezium;
  private final Connection query;
  private final StreamGate gate;
  private final IncrementalSnapshots.Sink sink;
  private final ExecutorService readers = DaemonThreads.one("caravan-capture-read");
  private final Map<TableName, IncrementalSnapshot> snapshots = new TreeMap<>();

  TableSnapshots(
      CaptureParts parts,
      Configuration debezium,
      Connection query,
      StreamGate gate,
      IncrementalSnapshots.Sink sink) {
    this.parts = parts;
    this.debezium = debezium;
    this.query = query;
    this.gate = gate;
    this.sink = sink;
  }

  /** The table's, or null. */
  IncrementalSnapshot of(TableName table) {
    return snapshots.get(table);
  }

  /** All of them, as of now. */
  List<IncrementalSnapshot> all() {
    return List.copyOf(snapshots.values());
  }

  long count(State state) {
    return snapshots.values().stream().filter(each -> each.snapshot().state() == state).count();
  }

  /** Whether the table waits to join. */
  boolean isWaiting(TableName table) {
    IncrementalSnapshot known = of(table);
    return known != null && known.snapshot().state() == State.WAITING;
  }

  /** Whether the table is on its way, and not held up. */
  boolean isJoining(TableName table) {
    IncrementalSnapshot known = of(table);
    return known != null
        && known.snapshot().isActive()
        && known.snapshot().state() != State.WAITING;
  }

  /** Puts a snapshot in the place of the one the table had. */
  IncrementalSnapshot replace(TableSnapshot snapshot) {
    TableReader reader =
        new TableReader(parts, debezium, snapshot.table(), parts.config().batch().maxRows());
    IncrementalSnapshot reading =
        new IncrementalSnapshot(parts, query, gate, sink, readers, reader, snapshot);
    IncrementalSnapshot before = snapshots.put(snapshot.table(), reading);
    if (before != null) {
      before.close();
    }
    return reading;
  }

  /** The table is to be captured, and something holds it up. */
  void waits(TableName table, String why, StreamPosition position) throws Exception {
    IncrementalSnapshot known = of(table);
    IncrementalSnapshot waiting =
        known == null ? replace(new TableSnapshot(table, null, null, false, true)) : known;
    boolean changed = waiting.snapshot().state() != State.WAITING;
    boolean news = waiting.snapshot().waits(State.WAITING, why);
    if (news) {
      LOG.warnf("%s is to be captured and waits: %s", table, why);
    }
    if (news || changed) {
      sink.write(new CapturedBatch(List.of(), position, waiting.snapshot().position()));
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
    all().forEach(IncrementalSnapshot::close);
  }
}
