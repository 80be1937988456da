package dev.caravan.bench.lane;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what other processes do. */
public final class Waiting {

  /** Nothing a bench does may take longer. */
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private static final long PAUSE_MILLIS = 50;

  private Waiting() {}

  /** Something that comes to be. */
  public interface Condition {

    /** Whether it is; what it throws ends the waiting. */
    boolean holds() throws Exception;
  }

  /**
   * @param where what to say of how things stand when it takes too long
   */
  public static void until(Condition condition, Supplier<String> where) throws Exception {
    if (!within(LIMIT, condition)) {
      throw new IllegalStateException("nothing came of it in " + LIMIT + ":\n" + where.get());
    }
  }

  /** Whether it comes to be before the limit has passed. */
  public static boolean within(Duration limit, Condition condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return true;
  }
}
