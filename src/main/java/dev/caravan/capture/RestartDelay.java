package dev.caravan.capture;

import java.time.Duration;

/** How long to wait between two attempts: twice as long each time while failures follow. */
final class RestartDelay {

  private final CaptureConfig.Restart config;
  private Duration next;

  RestartDelay(CaptureConfig.Restart config) {
    this.config = config;
    this.next = config.initialDelay();
  }

  /** Nothing will get better before somebody has done something. */
  void awaitSomebody() {
    next = config.maxDelay();
  }

  /**
   * The wait after an attempt. What failed before one that wrote or stood by is over, and must not
   * keep the next one from its turn.
   *
   * @param written whether the attempt wrote a batch
   * @param stoodBy whether another capture had the lock
   */
  Duration after(boolean written, boolean stoodBy) {
    if (written || stoodBy) {
      next = config.initialDelay();
    }
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(config.maxDelay()) < 0 ? twice : config.maxDelay();
    return now;
  }
}
