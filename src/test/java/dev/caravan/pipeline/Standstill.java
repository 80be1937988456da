package dev.caravan.pipeline;

import java.time.Duration;

/** Notices that something does not change any more. */
final class Standstill {

  private final Duration limit;
  private String last;
  private long changedAt = System.nanoTime();

  Standstill(Duration limit) {
    this.limit = limit;
  }

  /** Whether it has been the same for longer than the limit. */
  boolean since(String now) {
    if (!now.equals(last)) {
      last = now;
      changedAt = System.nanoTime();
    }
    return System.nanoTime() - changedAt > limit.toNanos();
  }
}
