package dev.caravan.deliver.kafka;

import java.time.Duration;

/** Waits that double from the first to the longest. Not for several threads. */
final class Backoff {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** How long to wait now; the wait after it is twice as long. */
  Duration next() {
    Duration now = next.compareTo(longest) > 0 ? longest : next;
    next = now.multipliedBy(2);
    return now;
  }

  /** The same, but never longer than given. */
  Duration next(Duration atMost) {
    Duration now = next();
    return now.compareTo(atMost) > 0 ? atMost : now;
  }

  /** Starts over, after a success. */
  void reset() {
    next = first;
  }
}
