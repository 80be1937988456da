package dev.caravan.deliver.kafka;

import java.time.Duration;

/**
 * The inserts all consumers of a process may begin, so that many tables together do not make more
 * parts than ClickHouse merges with ease. Who asks first is served first; what was not used in a
 * second is lost. For any number of threads.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">GCRA</a>
 */
final class InsertBudget {

  static final int MOST_A_SECOND = 100;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long STEP = SECOND / MOST_A_SECOND;

  private boolean used;
  private long next;

  /**
   * Takes one.
   *
   * @return when the insert may begin, in nanoseconds of the clock of {@code now}
   */
  synchronized long take(long now) {
    if (!used || next - (now - SECOND) < 0) {
      used = true;
      next = now - SECOND;
    }
    long at = next;
    next += STEP;
    return at - now > 0 ? at : now;
  }
}
