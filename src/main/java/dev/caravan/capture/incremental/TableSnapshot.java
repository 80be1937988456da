package dev.caravan.capture.incremental;

import dev.caravan.capture.position.TablePlace;
import dev.caravan.capture.position.TablePosition;
import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress;
import dev.caravan.signal.TableProgress.State;
import java.time.Instant;

/**
 * How the snapshot of one table stands. Not safe for use by several threads.
 *
 * <p>A table that joins is read for the first time. One that is read anew is captured meanwhile,
 * and so is one that lost its place: it was rewritten amid the reading, or was not published for a
 * while.
 */
final class TableSnapshot {

  private final TableName table;
  private final String id;
  private final String filter;
  private final boolean needed;
  private State state = State.WAITING;
  private boolean again;
  private TablePlace place;
  private long rowsRead;
  private long rowsExpected = -1;
  private String begunAt = Instant.now().toString();
  private String reason;
  private String told;

  /**
   * @param id the request that asked for it, or null
   * @param filter the condition on the rows, or null
   * @param again whether rows of an earlier time lie in Kafka
   * @param needed whether the table lacks rows until it is done
   */
  TableSnapshot(TableName table, String id, String filter, boolean again, boolean needed) {
    this.table = table;
    this.id = id;
    this.filter = filter;
    this.again = again;
    this.needed = needed;
  }

  /** The snapshot as Kafka has it. */
  static TableSnapshot of(TablePosition stored) {
    TableProgress progress = stored.progress();
    TableSnapshot snapshot =
        new TableSnapshot(
            stored.table(), progress.id(), progress.filter(), stored.again(), stored.needed());
    snapshot.state = progress.state();
    snapshot.place = stored.place();
    snapshot.rowsRead = progress.rowsRead();
    snapshot.rowsExpected = progress.rowsExpected();
    snapshot.begunAt = progress.begunAt();
    snapshot.reason = progress.reason();
    return snapshot;
  }

  TableName table() {
    return table;
  }

  String id() {
    return id;
  }

  String filter() {
    return filter;
  }

  State state() {
    return state;
  }

  /** Whether it must be finished, whatever else is asked for. */
  boolean isNeeded() {
    return needed;
  }

  boolean isAgain() {
    return again;
  }

  TablePlace place() {
    return place;
  }

  long rowsRead() {
    return rowsRead;
  }

  boolean isActive() {
    return state != State.COMPLETE && state != State.CANCELLED;
  }

  /** Whether all of the rows are read, so that what is not read is not there any more. */
  boolean replacesAll() {
    return again && filter == null;
  }

  /**
   * Something holds it up.
   *
   * @return whether that is news
   */
  boolean waits(State during, String why) {
    boolean news = !why.equals(told);
    told = why;
    state = during;
    reason = why;
    return news;
  }

  void joins() {
    state = State.JOINING;
    reason = null;
    place = null;
  }

  /** What was read is not to be relied on any more. */
  void losesItsPlace() {
    again = true;
    rowsRead = 0;
    joins();
  }

  void reads(TablePlace from, long expected) {
    state = State.READING;
    reason = null;
    place = from;
    rowsExpected = expected;
  }

  void read(TablePlace behind, int rows) {
    place = behind;
    rowsRead += rows;
    reason = null;
  }

  void ends(State end, String why) {
    state = end;
    reason = why;
  }

  TableProgress progress() {
    return new TableProgress(
        table.schema(),
        table.table(),
        state,
        id,
        filter,
        rowsRead,
        rowsExpected,
        begunAt,
        Instant.now().toString(),
        reason);
  }

  TablePosition position() {
    return new TablePosition(progress(), again, needed, place);
  }
}
