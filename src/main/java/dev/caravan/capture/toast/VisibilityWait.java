package dev.caravan.capture.toast;

import dev.caravan.capture.source.VisibleTransactions;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Waits until queries see what the stream has brought.
 *
 * <p>PostgreSQL may send a transaction before anybody sees it: the stream follows the WAL, and a
 * commit becomes visible a moment after it is in the WAL, with synchronous replication a long
 * moment. A row read in between would be the one before the transaction, or none.
 */
final class VisibilityWait {

  private static final Logger LOG = Logger.getLogger(VisibilityWait.class);
  private static final long FIRST_MILLIS = 1;
  private static final long LONGEST_MILLIS = 100;
  private static final long REPORTED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ToastReader reader;
  private final BooleanSupplier stopping;

  VisibilityWait(ToastReader reader, BooleanSupplier stopping) {
    this.reader = reader;
    this.stopping = stopping;
  }

  /**
   * Returns once all of the transactions are visible.
   *
   * @return false when told to stop before
   */
  boolean until(Set<Long> transactions) throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    boolean reported = false;
    for (long wait = FIRST_MILLIS; !areVisible(transactions); wait = longer(wait)) {
      if (stopping.getAsBoolean()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(wait);
      if (!reported && System.nanoTime() - begin > REPORTED_NANOS) {
        reported = true;
        LOG.warn(
            "The capture waits for transactions that are in the WAL and not visible yet, as while"
                + " PostgreSQL waits for a synchronous standby");
      }
    }
    return true;
  }

  private boolean areVisible(Set<Long> transactions) throws SQLException {
    VisibleTransactions visible = reader.visible();
    return transactions.stream().allMatch(visible::see);
  }

  private static long longer(long wait) {
    return Math.min(wait * 2, LONGEST_MILLIS);
  }
}
