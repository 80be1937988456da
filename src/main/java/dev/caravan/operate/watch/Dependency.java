package dev.caravan.operate.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * How a server Caravan works with was when it was looked at last.
 *
 * @param since since when it is so
 * @param error why it does not answer; null while it does
 */
public record Dependency(State state, Instant since, String error) {

  /** What is known of a server. */
  public enum State {
    /** Nobody has looked yet. */
    UNKNOWN,
    /** It answers. */
    UP,
    /** It does not answer, or refuses to. */
    AWAY
  }

  static Dependency unknown(Instant now) {
    return new Dependency(State.UNKNOWN, now, null);
  }

  Dependency answered(Instant now) {
    return state == State.UP ? this : new Dependency(State.UP, now, null);
  }

  Dependency failed(String why, Instant now) {
    return new Dependency(State.AWAY, state == State.AWAY ? since : now, why);
  }

  public boolean isUp() {
    return state == State.UP;
  }

  /** Whether it has answered for at least this long. */
  public boolean isUpFor(Duration time, Instant now) {
    return isUp() && !since.plus(time).isAfter(now);
  }
}
