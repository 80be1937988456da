package dev.caravan.compare;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Compares again while rows are on their way. */
final class Settlement {

  private static final long PAUSE_MILLIS = 500;

  private final Duration patience;

  /**
   * @param patience how long nothing may get better before it is given up; null to compare once
   */
  Settlement(Duration patience) {
    this.patience = patience;
  }

  /** A comparison that can be made more than once. */
  interface Attempt {
    ComparisonResult compare() throws SQLException, IOException;
  }

  /** Returns the first result that is the same on both sides, else the last. */
  ComparisonResult settle(Attempt attempt) throws SQLException, IOException, InterruptedException {
    ComparisonResult last = null;
    long changedAt = System.nanoTime();
    while (true) {
      ComparisonResult result = attempt.compare();
      if (result.same() || patience == null) {
        return result;
      }
      if (!result.equals(last)) {
        changedAt = System.nanoTime();
      }
      if (System.nanoTime() - changedAt > patience.toNanos()) {
        return result;
      }
      last = result;
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
