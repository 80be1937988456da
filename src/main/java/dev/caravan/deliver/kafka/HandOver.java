package dev.caravan.deliver.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long handing partitions over may take: the batch in flight gets time to land, what has landed
 * is committed, and when the loop ends the group is told, so that others take over at once. A loop
 * that is told to stop has one deadline for all three.
 */
final class HandOver {

  private static final Duration LANDING = Duration.ofSeconds(20);
  private static final Duration COMMIT = Duration.ofSeconds(10);
  private static final Duration LEAVING = Duration.ofSeconds(10);

  /** What stays for the commit and for leaving when a batch does not land. */
  private static final Duration AFTER_LANDING = Duration.ofSeconds(5);

  private static final Duration AFTER_COMMIT = Duration.ofSeconds(2);
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private volatile boolean stopping;
  private volatile long stopBy;

  /** The loop is to end within the time. */
  void within(Duration time) {
    stopBy = System.nanoTime() + time.toNanos();
    stopping = true;
  }

  /** From now on, the milliseconds a batch in flight may still take; 0 or less when none. */
  LongSupplier landing() {
    long until = System.nanoTime() + LANDING.toNanos();
    return () -> left(Duration.ofNanos(until - System.nanoTime()), AFTER_LANDING).toMillis();
  }

  /** How long a commit may take. */
  Duration commit() {
    return atLeastShortest(left(COMMIT, AFTER_COMMIT));
  }

  /** How long leaving the group may take. */
  Duration leaving() {
    return atLeastShortest(left(LEAVING, Duration.ZERO));
  }

  private Duration left(Duration most, Duration reserve) {
    if (!stopping) {
      return most;
    }
    Duration left = Duration.ofNanos(stopBy - System.nanoTime()).minus(reserve);
    return left.compareTo(most) < 0 ? left : most;
  }

  private static Duration atLeastShortest(Duration time) {
    return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
  }
}
