package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.position.TablePlace;
import dev.caravan.capture.snapshot.EarlierRows;
import dev.caravan.capture.source.EarlierTransactions;
import dev.caravan.capture.source.SqlStates;
import dev.caravan.capture.source.VisibleTransactions;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.kafka.connect.source.SourceRecord;
import org.jboss.logging.Logger;

/**
 * Reads one table while others, and itself, are streamed.
 *
 * <ol>
 *   <li>The table is published. Transactions that were under way may have changed it unpublished,
 *       so they are waited for; nobody is kept from anything meanwhile.
 *   <li>Between two polls of the stream a snapshot is taken. From now on it is settled for every
 *       transaction whether its changes are read or streamed.
 *   <li>The rows are read in chunks, each of which is written with the place behind it in one
 *       transaction, so that whatever dies the reading goes on there. They carry a version that is
 *       older than all that is streamed.
 * </ol>
 *
 * Not safe for use by several threads.
 */
final class IncrementalSnapshot implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(IncrementalSnapshot.class);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final CaptureParts parts;
  private final Connection query;
  private final StreamGate gate;
  private final TableSink sink;
  private final ExecutorService readers;
  private final TableReader reader;
  private final TableSnapshot snapshot;
  private Fence fence;
  private EarlierTransactions earlier;
  private Future<Chunk> reading;
  private Chunk held;
  private long next;
  private long joinedAt;

  /** Takes the batches; returns once a batch is safe. */
  interface TableSink {
    void write(CapturedBatch batch) throws Exception;
  }

  IncrementalSnapshot(
      CaptureParts parts,
      Connection query,
      StreamGate gate,
      TableSink sink,
      ExecutorService readers,
      TableReader reader,
      TableSnapshot snapshot) {
    this.parts = parts;
    this.query = query;
    this.gate = gate;
    this.sink = sink;
    this.readers = readers;
    this.reader = reader;
    this.snapshot = snapshot;
  }

  TableSnapshot snapshot() {
    return snapshot;
  }

  /**
   * The table is about to be published, unless it is.
   *
   * @param position where the stream is
   */
  void join(StreamPosition position) throws Exception {
    snapshot.joins();
    write(List.of(), position);
    if (!snapshot.isAgain() || isKeyless()) {
      // Of a table without a key nothing may come twice, nor of one that is new.
      fence = new Fence(!snapshot.isAgain());
      gate.fence(table(), fence);
    }
  }

  /** The table is published, and those under way now are waited for. */
  void published() throws SQLException {
    earlier = EarlierTransactions.at(query);
    joinedAt = System.nanoTime();
    LOG.infof(
        "%s %s; transactions before %s are waited for",
        table(), snapshot.isAgain() ? "is read anew" : "joins", earlier);
  }

  /** Goes on reading at the place Kafka has. */
  void resume() {
    LOG.infof(
        "Going on with the rows of %s behind row %s, after %d rows",
        table(), snapshot.place().rowId(), snapshot.rowsRead());
  }

  /**
   * Does what can be done now without waiting for anybody.
   *
   * @param position where the stream is
   */
  void step(StreamPosition position) throws Exception {
    if (System.nanoTime() - next < 0) {
      return;
    }
    try {
      if (snapshot.state() == State.JOINING) {
        next = System.nanoTime() + LOOK_NANOS;
        if (earlier.areOver(query)) {
          take(position);
        } else if (System.nanoTime() - joinedAt > PATIENCE_NANOS) {
          next = System.nanoTime() + RETRY_NANOS;
          waits(
              "transactions that began before are not over: " + EarlierTransactions.holders(query));
        }
      } else if (snapshot.state() == State.READING) {
        read(position);
      }
    } catch (SQLException e) {
      failed(e, position);
    }
  }

  private void take(StreamPosition position) throws Exception {
    Optional<TableReader.Seen> now = reader.see();
    if (now.isEmpty()) {
      ends(State.CANCELLED, "the table was dropped", List.of(), position);
      return;
    }
    TableReader.Seen seen = now.get();
    VisibleTransactions visible = VisibleTransactions.read(seen.visible());
    if (fence != null && !fence.suits(visible)) {
      return;
    }
    List<SourceRecord> emptied =
        snapshot.replacesAll()
            ? rows().goneFirst(List.of(table()), seen.writtenBy())
            : List.<SourceRecord>of();
    parts.log().prepare(reader.schemas(), List.of(table()));
    snapshot.reads(
        new TablePlace(
            snapshot.isAgain(),
            earlier.lsn(),
            seen.visible(),
            fence != null,
            seen.writtenBy(),
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
            seen.table().fileNode(),
            List.of(),
            null,
            null),
        reader.estimate(snapshot.filter()));
    write(emptied, position);
    if (fence != null) {
      fence.stand(visible, seen.writtenBy());
    }
    gate.open(table());
    LOG.infof(
        "Reading %s while it is streamed, about %d rows",
        table(), snapshot.progress().rowsExpected());
  }

  private void read(StreamPosition position) throws Exception {
    if (held == null) {
      if (reading == null) {
        submit(snapshot.place());
        return;
      }
      if (!reading.isDone()) {
        return;
      }
      try {
        held = reading.get();
      } catch (ExecutionException e) {
        reading = null;
        if (e.getCause() instanceof SQLException sql) {
          throw sql;
        }
        throw e;
      }
      reading = null;
    }
    if (held.isRewritten()) {
      held = null;
      losesItsPlace(position);
    } else if (isInLine(held, position)) {
      hand(position);
    }
  }

  private void losesItsPlace(StreamPosition position) throws Exception {
    LOG.warnf("%s was rewritten or emptied since its reading began, and is read anew", table());
    snapshot.losesItsPlace();
    fence = null;
    join(position);
    published();
  }

  private void hand(StreamPosition position) throws Exception {
    Chunk chunk = held;
    held = null;
    snapshot.read(chunk.place(), chunk.events().size());
    if (!chunk.last()) {
      submit(chunk.place());
      write(chunk.events(), position);
      return;
    }
    List<SourceRecord> gone =
        snapshot.replacesAll() && !isKeyless()
            ? rows().notRead(List.of(table()), snapshot.place().version())
            : List.<SourceRecord>of();
    ends(State.COMPLETE, null, gone, position);
    LOG.infof("Read %d rows of %s", snapshot.rowsRead(), table());
  }

  /**
   * Whether rows are of the shape the stream is at. The catalog may be ahead of the stream: events
   * of the shape before would look like a change back. And the stream may be ahead of rows that
   * were read before a change.
   */
  private boolean isInLine(Chunk chunk, StreamPosition position) {
    if (chunk.events().isEmpty()) {
      return true;
    }
    Optional<ShapeAnnouncement> latest = parts.log().latest(table());
    if (latest.isEmpty()
        || latest.get().shape().equals(parts.log().shapeOf(chunk.events().get(0)))) {
      return true;
    }
    if (Long.compareUnsigned(position.commitLsn(), chunk.writtenBy()) <= 0) {
      return false;
    }
    if (Long.compareUnsigned(latest.get().lsn(), chunk.writtenBy()) > 0) {
      held = null;
      return false;
    }
    return true;
  }

  private void submit(TablePlace from) {
    reading = readers.submit(() -> reader.read(from, snapshot.filter()));
  }

  /** Nobody wants it any more. */
  void cancel(StreamPosition position) throws Exception {
    LOG.infof("The reading of %s is cancelled after %d rows", table(), snapshot.rowsRead());
    ends(State.CANCELLED, null, List.of(), position);
  }

  /** What is wrong with this table, or with the question, is not to stop the others. */
  private void failed(SQLException e, StreamPosition position) throws Exception {
    String wrong = parts.hidden(e);
    boolean question =
        snapshot.filter() != null
            && e.getSQLState() != null
            && (e.getSQLState().startsWith("42") || e.getSQLState().startsWith("22"))
            && !SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
    if (question) {
      ends(State.CANCELLED, "the filter is wrong: " + wrong, List.of(), position);
      return;
    }
    next = System.nanoTime() + RETRY_NANOS;
    reader.close();
    waits(wrong);
  }

  private void waits(String why) {
    if (snapshot.waits(snapshot.state(), why)) {
      LOG.warnf("The reading of %s waits: %s", table(), why);
    }
  }

  private void ends(State end, String why, List<SourceRecord> last, StreamPosition position)
      throws Exception {
    snapshot.ends(end, why);
    write(last, position);
    close();
  }

  private boolean isKeyless() {
    return parts.log().latest(table()).map(latest -> latest.primaryKey().isEmpty()).orElse(false);
  }

  private EarlierRows rows() {
    return new EarlierRows(
        reader.schemas(), parts.topics(), parts.database(), parts.log().latest());
  }

  private void write(List<SourceRecord> events, StreamPosition position) throws Exception {
    sink.write(new CapturedBatch(events, position, snapshot.position()));
  }

  private TableName table() {
    return snapshot.table();
  }

  @Override
  public void close() {
    if (reading != null) {
      reading.cancel(true);
      reading = null;
    }
    held = null;
    reader.close();
  }
}
