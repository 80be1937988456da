package dev.caravan.capture.toast;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.ChangeHeaders;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Puts large values into the events of updates that left them as they were.
 *
 * <p>PostgreSQL does not send such a value again, so it is read from the row as it is now, once the
 * update is visible (see {@link VisibilityWait}). That is right in the end: what an update left
 * unchanged is what the row had before it; and if the row holds another value by now, a later event
 * brings that value, too. When the row is gone, its delete (or the table's TRUNCATE) is still to
 * come, and the event goes out with the placeholder and the header {@link
 * ChangeHeaders#UNAVAILABLE}.
 *
 * <p>Values are had a part of the batch at a time, for those of all events may not fit into the
 * memory. Not safe for use by several threads.
 */
public final class ToastFill implements AutoCloseable {

  /** Characters of values in the events of one part, about. */
  private static final long PART = 16 << 20;

  private static final int FIRST_ROWS = 4;
  private static final int MOST_ROWS = 100;

  private final ToastReader reader;
  private final ToastRows rows;
  private final VisibilityWait wait;
  private int rowsAtOnce = FIRST_ROWS;
  private PendingValues pending;
  private int size;

  public ToastFill(PostgresAccess postgres, BooleanSupplier stopping) {
    this.reader = new ToastReader(postgres);
    this.rows = new ToastRows(reader, stopping);
    this.wait = new VisibilityWait(reader, stopping);
  }

  /**
   * Begins with a batch, whose events are changed from now on.
   *
   * @return false when told to stop
   */
  public boolean begin(List<RowEvent> batch) throws SQLException, InterruptedException {
    pending = PendingValues.of(batch);
    size = batch.size();
    return pending.isEmpty() || wait.until(pending.transactions());
  }

  /**
   * Fills the next part of the batch.
   *
   * @return how many of the batch's events, from its first one on, have all their values now
   */
  public int next() throws SQLException {
    long characters = 0;
    while (!pending.isEmpty() && characters < PART) {
      int most = rowsAtOnce;
      long largest = 1;
      for (Map.Entry<LackingColumns, List<PendingValues.Event>> group :
          LackingColumns.group(pending.next(most)).entrySet()) {
        for (long length : rows.fill(group.getKey(), group.getValue())) {
          characters += length;
          largest = Math.max(largest, length);
        }
      }
      rowsAtOnce = (int) Math.max(1, Math.min(PART / largest, Math.min(most * 2, MOST_ROWS)));
    }
    return pending.isEmpty() ? size : pending.first().index();
  }

  @Override
  public void close() throws SQLException {
    reader.close();
  }
}
