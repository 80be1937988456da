package dev.caravan.operate;

import dev.caravan.Pulse;
import java.time.Duration;

/** What is to be thought of a thread by its pulse. */
enum Verdict {
  ALIVE,
  DEAD,
  STUCK,
  OUT_OF_MEMORY;

  /**
   * @param mayWait whether there is a reason to stand still
   * @param limit how long it may stand still without one
   */
  static Verdict of(Pulse pulse, boolean mayWait, Duration limit) {
    if (pulse.state() == Pulse.State.DEAD) {
      return DEAD;
    }
    if (pulse.isOutOfMemory()) {
      return OUT_OF_MEMORY;
    }
    return !mayWait && pulse.sinceBeat().compareTo(limit) > 0 ? STUCK : ALIVE;
  }

  String words(Duration sinceBeat) {
    return switch (this) {
      case ALIVE -> "alive";
      case DEAD -> "its thread has ended by itself";
      case STUCK ->
          "its thread has made no step for %d s, and every server answers"
              .formatted(sinceBeat.toSeconds());
      case OUT_OF_MEMORY -> "its memory did not suffice: give the JVM a larger heap (-Xmx)";
    };
  }
}
