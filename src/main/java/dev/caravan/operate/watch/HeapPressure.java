package dev.caravan.operate.watch;

import java.time.Duration;

/**
 * Whether the heap has been exhausted for long, judged by what the last collection left. Not safe
 * for use by several threads.
 */
final class HeapPressure {

  private static final double EXHAUSTED = 0.98;
  private static final Duration LONG = Duration.ofMinutes(1);

  private Long since;
  private long seen;

  /**
   * @param left the part of the heap that was in use after the last collection, 0 to 1
   * @param collections how many there have been; what none has looked at since is no news
   * @param nanos the clock
   * @return whether it has been exhausted for long
   */
  boolean note(double left, long collections, long nanos) {
    boolean fresh = collections != seen;
    seen = collections;
    if (left < EXHAUSTED || !fresh) {
      since = null;
      return false;
    }
    if (since == null) {
      since = nanos;
    }
    return nanos - since >= LONG.toNanos();
  }
}
