package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.log.ChangeLogException;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.snapshot.EarlierRows;
import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
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

  private final CaptureParts parts;
  private final Connection query;
  private final StreamGate gate;
  private final IncrementalSnapshots.Sink sink;
  private final ReadAhead ahead;
  private final TableReader reader;
  private final TableSnapshot snapshot;
  private final Patience patience;
  private Fence fence;
  private EarlierWait earlier;

  IncrementalSnapshot(
      CaptureParts parts,
      Connection query,
      StreamGate gate,
      IncrementalSnapshots.Sink sink,
      ExecutorService readers,
      TableReader reader,
      TableSnapshot snapshot) {
    this.parts = parts;
    this.query = query;
    this.gate = gate;
    this.sink = sink;
    this.reader = reader;
    this.ahead = new ReadAhead(readers, reader, snapshot.filter());
    this.snapshot = snapshot;
    this.patience = new Patience(snapshot);
  }

  TableSnapshot snapshot() {
    return snapshot;
  }

  /** The table is about to be published, unless it is; the stream is at the position. */
  void join(StreamPosition position) throws Exception {
    earlier = null;
    snapshot.joins();
    write(List.of(), position);
    if (snapshot.isNeeded() || isKeyless()) {
      // Of a table without a key nothing may come twice. And while the stream lags behind, what it
      // brings of the time before would outlive the rows' own end.
      fence = new Fence(snapshot.isNeeded());
      gate.fence(table(), fence);
    }
  }

  /** The table is published, and those under way now are waited for. */
  void published() throws SQLException {
    earlier = new EarlierWait(query);
    LOG.infof("%s %s", table(), snapshot.isAgain() ? "is read anew" : "joins");
  }

  /**
   * Does what can be done now without waiting for anybody.
   *
   * @param position where the stream is
   * @param mayTake whether its turn to be read has come
   */
  void step(StreamPosition position, boolean mayTake) throws Exception {
    if (patience.isAsked()) {
      return;
    }
    try {
      if (snapshot.state() == State.JOINING && earlier != null) {
        patience.untilNextLook();
        if (earlier.isOver(fence, patience) && mayTake) {
          take(position);
        }
      } else if (snapshot.state() == State.READING) {
        read(position);
      }
    } catch (SQLException e) {
      failed(e, position);
    } catch (ExecutionException e) {
      // What cannot be read of one table is not to stop the others.
      ahead.close();
      patience.untilItIsMended(parts.hidden(e.getCause()));
    }
  }

  private void take(StreamPosition position) throws Exception {
    Optional<TableReader.Seen> now = reader.see();
    if (now.isEmpty()) {
      ends(State.CANCELLED, "the table was dropped", List.of(), position);
      return;
    }
    SnapshotPoint point =
        SnapshotPoint.of(now.get(), snapshot, rows(), earlier.lsn(), fence != null);
    if (fence != null && !fence.suits(point.visible())) {
      return;
    }
    try {
      parts.log().prepare(reader.schemas(), List.of(table()));
    } catch (ChangeLogException e) {
      // Kafka does not make its topic.
      patience.untilItIsMended(e.getMessage());
      return;
    }
    snapshot.reads(point.place(), reader.estimate(snapshot.filter()));
    write(point.emptied(), position);
    if (fence != null) {
      fence.stand(point.visible(), point.place().seenBy());
    }
    gate.open(table());
    LOG.infof(
        "Reading %s while it is streamed, about %d rows",
        table(), snapshot.progress().rowsExpected());
  }

  private void read(StreamPosition position) throws Exception {
    Chunk chunk = ahead.behind(snapshot.place());
    if (chunk == null) {
      return;
    }
    if (chunk.isRewritten()) {
      ahead.taken();
      losesItsPlace(position);
      return;
    }
    switch (ShapeOrder.of(chunk, table(), parts.log(), position.commitLsn())) {
      case IN_LINE -> hand(chunk, position);
      case LATE -> ahead.forget();
      case EARLY -> {
        // The stream gets there.
      }
    }
  }

  private void losesItsPlace(StreamPosition position) throws Exception {
    LOG.warnf("%s was rewritten or emptied since its reading began, and is read anew", table());
    snapshot.losesItsPlace();
    fence = null;
    join(position);
    published();
  }

  private void hand(Chunk chunk, StreamPosition position) throws Exception {
    ahead.taken();
    snapshot.read(chunk.place(), chunk.events().size());
    if (!chunk.last()) {
      write(chunk.events(), position);
      return;
    }
    List<RowEvent> gone = List.of();
    if (snapshot.replacesAll() && !isKeyless()) {
      gone = rows().notRead(List.of(table()), snapshot.place().version());
    }
    ends(State.COMPLETE, null, gone, position);
    LOG.infof("Read %d rows of %s", snapshot.rowsRead(), table());
  }

  /** Nobody wants it any more. */
  void cancel(StreamPosition position) throws Exception {
    if (isKeyless() && snapshot.state() == State.READING) {
      LOG.warnf("The reading of %s goes on: its rows were taken away to be read anew", table());
      return;
    }
    LOG.infof("The reading of %s is cancelled after %d rows", table(), snapshot.rowsRead());
    ends(State.CANCELLED, null, List.of(), position);
  }

  /** What is wrong with this table, or with the question, is not to stop the others. */
  private void failed(SQLException e, StreamPosition position) throws Exception {
    String wrong = parts.hidden(e);
    if (snapshot.filter() != null && TableReader.isAboutFilter(e)) {
      ends(State.CANCELLED, "the filter is wrong: " + wrong, List.of(), position);
      return;
    }
    ahead.close();
    patience.untilNextTry(wrong);
  }

  private void ends(State end, String why, List<RowEvent> last, StreamPosition position)
      throws Exception {
    snapshot.ends(end, why);
    write(last, position);
    if (fence != null && !fence.stands()) {
      gate.unfence(table());
    }
    close();
  }

  /** It cannot be done. */
  void refuse(String why, StreamPosition position) throws Exception {
    LOG.warnf("%s is not read anew: %s", table(), why);
    ends(State.CANCELLED, why, List.of(), position);
  }

  /** Whether nothing tells the table's rows apart, as far as is known. */
  boolean isKeyless() {
    return parts.log().latest(table()).map(latest -> latest.primaryKey().isEmpty()).orElse(false);
  }

  private EarlierRows rows() {
    return SnapshotPoint.earlierRows(parts, reader);
  }

  private void write(List<RowEvent> events, StreamPosition position) throws Exception {
    sink.write(new CapturedBatch(events, position, snapshot.position()));
  }

  private TableName table() {
    return snapshot.table();
  }

  @Override
  public void close() {
    ahead.close();
  }
}
