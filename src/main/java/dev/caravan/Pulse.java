package dev.caravan;

import java.time.Duration;

/**
 * A sign of life of a thread that goes round in a loop, for the liveness probe. Safe for use by
 * several threads.
 */
public final class Pulse {

  /** What is known of the thread. */
  public enum State {
    /** It has not begun. */
    UNBORN,
    BEATING,
    /** It ended because it was told to. */
    ENDED,
    /** It ended though nobody told it to. */
    DEAD
  }

  private volatile State state = State.UNBORN;
  private volatile long beatAt;
  private volatile boolean outOfMemory;

  /** The thread begins. */
  public void begin() {
    beat();
    state = State.BEATING;
  }

  /** The thread came round once more. */
  public void beat() {
    beatAt = System.nanoTime();
  }

  /**
   * The thread ends.
   *
   * @param told whether somebody wanted that
   */
  public void end(boolean told) {
    state = told ? State.ENDED : State.DEAD;
  }

  /** Something failed; that the memory did not suffice is remembered. */
  public void failed(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      outOfMemory |= cause instanceof OutOfMemoryError;
    }
  }

  public State state() {
    return state;
  }

  /** How long ago the thread came round last; zero when it has not begun or has ended. */
  public Duration sinceBeat() {
    return state == State.BEATING
        ? Duration.ofNanos(Math.max(0, System.nanoTime() - beatAt))
        : Duration.ZERO;
  }

  /** Whether the memory did not suffice for what the thread did. */
  public boolean isOutOfMemory() {
    return outOfMemory;
  }
}
