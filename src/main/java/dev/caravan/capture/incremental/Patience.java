package dev.caravan.capture.incremental;

import java.time.Duration;
import org.jboss.logging.Logger;

/** When a table that is held up is looked at again, and what people are told meanwhile. */
final class Patience {

  private static final Logger LOG = Logger.getLogger(Patience.class);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long FAULT_NANOS = Duration.ofSeconds(10).toNanos();

  private final TableSnapshot snapshot;
  private long next = System.nanoTime();

  Patience(TableSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Whether it is too early to look. */
  boolean isAsked() {
    return System.nanoTime() - next < 0;
  }

  /** For what others are about to end. */
  void untilNextLook() {
    next = System.nanoTime() + LOOK_NANOS;
  }

  /** For what may work when it is tried again. */
  void untilNextTry(String why) {
    next = System.nanoTime() + RETRY_NANOS;
    tell(why);
  }

  /** For what somebody has to see to. */
  void untilItIsMended(String why) {
    next = System.nanoTime() + FAULT_NANOS;
    tell(why);
  }

  /** Says why, once. */
  void tell(String why) {
    if (snapshot.waits(snapshot.state(), why)) {
      LOG.warnf("The reading of %s waits: %s", snapshot.table(), why);
    }
  }
}
