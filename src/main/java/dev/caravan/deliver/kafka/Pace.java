package dev.caravan.deliver.kafka;

import java.time.Duration;

/**
 * When the next batch of a table goes off, so that changes are visible in time and ClickHouse gets
 * no more parts than that takes. Each insert makes a part, which ClickHouse has to merge.
 *
 * <ul>
 *   <li>A table that was idle waits only for what comes along with the first event.
 *   <li>A busy one begins an insert when its oldest event would be late otherwise, given how long
 *       inserts take; or later where that is below the shortest interval.
 *   <li>One that is behind waits until its batch is full or it has read everything: its events are
 *       late already, and large batches are the fastest way to the end.
 * </ul>
 *
 * <p>Times are those of one monotonic clock in nanoseconds. Not for several threads.
 */
final class Pace {

  /** Between the beginnings of two inserts: no more than 20 a second and consumer. */
  static final Duration SHORTEST = Duration.ofMillis(50);

  /** Of the time for freshness, what the events of a transaction have to come together. */
  private static final int SETTLE_PART = 20;

  /** A lag that takes several polls to read. */
  private static final long FAR_BEHIND = 10_000;

  /** Transaction markers count as lag until the next poll. */
  private static final long NEARLY_THERE = 100;

  private static final Duration LOOK_AROUND = Duration.ofMillis(500);

  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  private final long freshness;
  private final InsertBudget budget;
  private boolean began;
  private long beganAt;
  private long notBefore;
  private boolean allowed;
  private long allowedAt;
  private long insertTime;
  private boolean catchingUp;

  /**
   * @param freshness how old an event may be when it is visible, from when it was read
   * @param budget what all tables share
   * @param now when the consumer begins
   */
  Pace(Duration freshness, InsertBudget budget, long now) {
    this.freshness = freshness.toNanos();
    this.budget = budget;
    this.notBefore = now;
  }

  /** Partitions have come. How much lies in them is known when something of each was read. */
  void assigned(long now) {
    notBefore = now + Math.min(freshness, LOOK_AROUND.toNanos());
  }

  /** An insert begins. */
  void began(long now) {
    began = true;
    beganAt = now;
    allowed = false;
  }

  /**
   * An insert has ended.
   *
   * @param full whether it was as large as it may be, which tells nothing of smaller ones
   */
  void ended(long now, boolean full) {
    if (!full) {
      long took = now - beganAt;
      // One that took long may have made the table, or met a moment; several make it the rule.
      boolean less = insertTime == 0 || took < insertTime;
      insertTime = less ? took : (insertTime + took) / 2;
    }
  }

  /** Events lie in Kafka that are not read yet, as far as known. */
  void behind(long events) {
    catchingUp = events >= FAR_BEHIND || catchingUp && events > NEARLY_THERE;
  }

  /**
   * When a batch is due that does not become full.
   *
   * @param firstAt when its first event was read
   */
  long dueAt(long firstAt) {
    if (!allowed) {
      allowed = true;
      allowedAt = budget.take(firstAt);
    }
    long wait = catchingUp ? Math.max(CATCH_UP.toNanos(), freshness) : freshness / SETTLE_PART;
    long soonest = later(allowedAt, notBefore);
    return later(firstAt + wait, began ? later(beganAt + interval(), soonest) : soonest);
  }

  /**
   * Where inserts take longer than the events may, they leave the server more and more of the time,
   * up to half of it: fewer rows would not make them faster.
   */
  private long interval() {
    long inTime = freshness - insertTime;
    long rest = 2 * insertTime - freshness;
    return Math.max(SHORTEST.toNanos(), Math.max(inTime, rest));
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
