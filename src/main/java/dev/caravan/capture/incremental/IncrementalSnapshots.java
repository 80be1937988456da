package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
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
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
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
  private final Newcomers newcomers;
  private final Sink sink;
  private final StreamGate gate;
  private final TableSnapshots snapshots;
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
    this.newcomers = new Newcomers(parts, query, tables, publications);
    this.sink = sink;
    this.gate = new StreamGate(parts.topics(), parts.scope());
    this.snapshots = new TableSnapshots(parts, debezium, query, gate, sink);
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
      IncrementalSnapshot reading = snapshots.replace(snapshot);
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
    int reading = (int) snapshots.count(State.READING);
    for (IncrementalSnapshot each : snapshots.all()) {
      if (each.snapshot().isActive()) {
        boolean waited = each.snapshot().state() != State.READING;
        each.step(position, reading < AT_ONCE);
        reading += waited && each.snapshot().state() == State.READING ? 1 : 0;
        parts.state().tells(each.snapshot().progress());
      }
    }
  }

  private void look(StreamPosition position) throws Exception {
    parts.scope().want(asked.wanted());
    for (TableName table :
        newcomers.look(
            each -> snapshots.isJoining(each) || gate.isOpen(each) && !snapshots.isWaiting(each))) {
      join(table, position);
    }
    for (TableName wanted : asked.wanted()) {
      if (!newcomers.exists(wanted) && !gate.isOpen(wanted)) {
        snapshots.waits(wanted, "it does not exist in PostgreSQL yet", position);
      }
    }
    for (Map.Entry<TableName, Signal.Snapshot> each : asked.snapshots().entrySet()) {
      asked(each.getKey(), each.getValue(), position);
    }
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
        snapshots.waits(each.getKey(), each.getValue().get(), position);
      } else {
        snapshots.of(each.getKey()).published();
      }
    }
  }

  private IncrementalSnapshot newcomer(TableName table, boolean again) {
    IncrementalSnapshot known = snapshots.of(table);
    // A request that was granted before is not granted once more.
    String granted = known == null ? null : known.snapshot().id();
    return snapshots.replace(new TableSnapshot(table, granted, null, again, true));
  }

  private void asked(TableName table, Signal.Snapshot wish, StreamPosition position)
      throws Exception {
    IncrementalSnapshot known = snapshots.of(table);
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
          snapshots.replace(new TableSnapshot(table, wish.id(), wish.filter(), true, false));
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

  @Override
  public void close() {
    newcomers.close();
    snapshots.close();
  }
}
