package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.incremental.IncrementalSnapshot.TableSink;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.position.TablePlace;
import dev.caravan.capture.position.TablePosition;
import dev.caravan.capture.source.CapturedTables;
import dev.caravan.capture.source.Publications;
import dev.caravan.capture.source.VisibleTransactions;
import dev.caravan.change.TableName;
import dev.caravan.signal.Signal;
import dev.caravan.signal.Signals;
import dev.caravan.signal.TableProgress.State;
import io.debezium.config.Configuration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * The tables that join while others are streamed, and those that are read anew. Looks for them
 * every other second, and at once when somebody asks or the stream brings something of a table that
 * has not joined. Not safe for use by several threads.
 */
public final class IncrementalSnapshots implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(IncrementalSnapshots.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();

  /** Each table that is read has a connection of its own. */
  private static final int AT_ONCE = 4;

  private final CaptureParts parts;
  private final Configuration debezium;
  private final Connection query;
  private final Newcomers newcomers;
  private final TableSink sink;
  private final StreamGate gate;
  private final Map<TableName, IncrementalSnapshot> snapshots = new TreeMap<>();
  private final ExecutorService readers = DaemonThreads.one("caravan-capture-read");
  private Signals asked = Signals.NONE;
  private long next = System.nanoTime();

  /**
   * @param query a connection for queries, used by nobody else meanwhile
   * @param sink what makes a batch safe
   */
  public IncrementalSnapshots(
      CaptureParts parts,
      Configuration debezium,
      Connection query,
      CapturedTables tables,
      Publications publications,
      Sink sink) {
    this.parts = parts;
    this.debezium = debezium;
    this.query = query;
    this.newcomers = new Newcomers(parts, query, tables, publications);
    this.sink = sink::write;
    this.gate = new StreamGate(parts.topics(), parts.scope());
  }

  /** Takes the batches; returns once a batch is safe. */
  public interface Sink {
    void write(CapturedBatch batch) throws Exception;
  }

  /** Which of the stream's events are to be written. */
  public StreamGate gate() {
    return gate;
  }

  /**
   * Takes up what Kafka has.
   *
   * @param captured the tables that are captured already
   */
  public void begin(Collection<TableName> captured, StreamPosition position) throws Exception {
    captured.forEach(gate::open);
    openForTablesThatAreGone();
    for (TablePosition stored : parts.log().tables().values()) {
      TableSnapshot snapshot = TableSnapshot.of(stored);
      IncrementalSnapshot reading = reading(snapshot);
      TablePlace place = snapshot.place();
      if (place != null && place.fenced()) {
        Fence fence = new Fence(true);
        fence.stand(VisibleTransactions.read(place.visible()), place.seenBy());
        gate.fence(snapshot.table(), fence);
      }
      if (snapshot.state() == State.READING && !captured.contains(snapshot.table())) {
        snapshot.waits(State.WAITING, "it is about to join");
      } else if (snapshot.state() == State.READING) {
        LOG.infof(
            "Going on with the rows of %s behind row %s, after %d rows",
            snapshot.table(), place.rowId(), snapshot.rowsRead());
      } else if (snapshot.state() == State.JOINING && gate.isOpen(snapshot.table())) {
        reading.join(position);
        reading.published();
      } else if (snapshot.state() == State.JOINING) {
        // Whether it was published is open; it joins anew.
        snapshot.waits(State.WAITING, "it is about to join");
      }
      snapshots.put(snapshot.table(), reading);
    }
    gate.passed(position.commitLsn());
  }

  /** The stream may be at a time when a table that was dropped or renamed since had its name. */
  private void openForTablesThatAreGone() throws SQLException {
    newcomers.look(any -> true);
    parts.log().latest().keySet().stream()
        .filter(parts.scope()::matches)
        .filter(table -> !newcomers.exists(table))
        .forEach(gate::open);
  }

  /**
   * Does what can be done now; to be called between two polls of the stream, all before which was
   * written.
   *
   * @param position where the stream is
   */
  public void step(StreamPosition position) throws Exception {
    gate.passed(position.commitLsn());
    Signals now = parts.signals().current();
    if (gate.takeNewcomer() || now != asked || System.nanoTime() - next >= 0) {
      asked = now;
      look(position);
      next = System.nanoTime() + LOOK_NANOS;
    }
    published(position);
    int reading = (int) active(State.READING);
    for (IncrementalSnapshot each : List.copyOf(snapshots.values())) {
      if (each.snapshot().isActive()) {
        boolean waited = each.snapshot().state() != State.READING;
        each.step(position, reading < AT_ONCE);
        reading += waited && each.snapshot().state() == State.READING ? 1 : 0;
        parts.state().tells(each.snapshot().progress());
      }
    }
  }

  private long active(State state) {
    return snapshots.values().stream().filter(each -> each.snapshot().state() == state).count();
  }

  private void look(StreamPosition position) throws Exception {
    parts.scope().want(asked.wanted());
    for (TableName table :
        newcomers.look(each -> isJoining(each) || gate.isOpen(each) && !isWaiting(each))) {
      join(table, position);
    }
    for (TableName wanted : asked.wanted()) {
      if (!newcomers.exists(wanted) && !gate.isOpen(wanted)) {
        waits(wanted, "it does not exist in PostgreSQL yet", position);
      }
    }
    for (Map.Entry<TableName, Signal.Snapshot> each : asked.snapshots().entrySet()) {
      asked(each.getKey(), each.getValue(), position);
    }
  }

  private boolean isWaiting(TableName table) {
    IncrementalSnapshot known = snapshots.get(table);
    return known != null && known.snapshot().state() == State.WAITING;
  }

  private boolean isJoining(TableName table) {
    IncrementalSnapshot known = snapshots.get(table);
    return known != null
        && known.snapshot().isActive()
        && known.snapshot().state() != State.WAITING;
  }

  private void join(TableName table, StreamPosition position) throws Exception {
    boolean again = gate.isOpen(table) || parts.log().latest(table).isPresent();
    IncrementalSnapshot joining = newcomer(table, again);
    // Kafka knows before PostgreSQL does: whatever dies in between, the rows are read.
    joining.join(position);
    newcomers.publish(table);
  }

  private void published(StreamPosition position) throws Exception {
    for (Map.Entry<TableName, Optional<String>> each : newcomers.published().entrySet()) {
      if (each.getValue().isPresent()) {
        waits(each.getKey(), each.getValue().get(), position);
      } else {
        snapshots.get(each.getKey()).published();
      }
    }
  }

  private IncrementalSnapshot newcomer(TableName table, boolean again) {
    IncrementalSnapshot known = snapshots.get(table);
    // A request that was granted before is not granted once more.
    String granted = known == null ? null : known.snapshot().id();
    return replace(new TableSnapshot(table, granted, null, again, true));
  }

  private void waits(TableName table, String why, StreamPosition position) throws Exception {
    IncrementalSnapshot known = snapshots.get(table);
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

  private void asked(TableName table, Signal.Snapshot wish, StreamPosition position)
      throws Exception {
    IncrementalSnapshot known = snapshots.get(table);
    boolean seen = known != null && wish.id().equals(known.snapshot().id());
    boolean busy = known != null && known.snapshot().isActive();
    if (busy && (known.snapshot().isNeeded() || wish.filter() != null && known.isKeyless())) {
      // What the table lacks comes first, and a table that was emptied is filled.
      return;
    }
    if (wish.cancelled()) {
      if (seen && known.snapshot().isActive()) {
        known.cancel(position);
        parts.state().tells(known.snapshot().progress());
      }
    } else if (!seen && gate.isOpen(table) && !newcomers.isUnderWay(table)) {
      IncrementalSnapshot reading =
          replace(new TableSnapshot(table, wish.id(), wish.filter(), true, false));
      if (wish.filter() != null && wish.filter().indexOf(';') >= 0) {
        reading.refuse("the filter holds a ';', which ends a statement; write chr(59)", position);
      } else if (wish.filter() != null && reading.isKeyless()) {
        reading.refuse(
            "a table without a key can be read anew as a whole only: its rows would be there twice",
            position);
      } else {
        reading.join(position);
        reading.published();
      }
    }
  }

  private IncrementalSnapshot replace(TableSnapshot snapshot) {
    IncrementalSnapshot reading = reading(snapshot);
    IncrementalSnapshot before = snapshots.put(snapshot.table(), reading);
    if (before != null) {
      before.close();
    }
    return reading;
  }

  private IncrementalSnapshot reading(TableSnapshot snapshot) {
    TableReader reader =
        new TableReader(parts, debezium, snapshot.table(), parts.config().batch().maxRows());
    return new IncrementalSnapshot(parts, query, gate, sink, readers, reader, snapshot);
  }

  @Override
  public void close() {
    readers.shutdownNow();
    newcomers.close();
    new ArrayList<>(snapshots.values()).forEach(IncrementalSnapshot::close);
  }
}
