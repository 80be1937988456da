package dev.caravan.deliver.deadletter;

import dev.caravan.deliver.DeliverConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many rows of a route may go to the dead-letter topic before somebody has to look. For any
 * number of threads.
 */
public final class PoisonLimits {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** Letters written at one time. */
  private record Written(long at, int count) {}

  private final int maxInARow;
  private final int maxPerMinute;
  private final LongSupplier clock;
  private final Deque<Written> lastMinute = new ArrayDeque<>();
  private int inARow;

  /**
   * @param clock nanoseconds of a monotonic clock
   */
  public PoisonLimits(DeliverConfig.DeadLetters config, LongSupplier clock) {
    this(config.maxInARow(), config.maxPerMinute(), clock);
  }

  public PoisonLimits(int maxInARow, int maxPerMinute, LongSupplier clock) {
    this.maxInARow = maxInARow;
    this.maxPerMinute = maxPerMinute;
    this.clock = clock;
  }

  /** What may become dead letters now, as one batch counts it down. */
  public synchronized Allowance allowance() {
    long now = clock.getAsLong();
    while (!lastMinute.isEmpty() && now - lastMinute.peek().at() >= MINUTE) {
      lastMinute.poll();
    }
    int written = lastMinute.stream().mapToInt(Written::count).sum();
    return new Allowance(Math.max(0, Math.min(maxInARow - inARow, maxPerMinute - written)));
  }

  /** Rows have become dead letters as the allowance had it. */
  public synchronized void written(Allowance allowance) {
    inARow += allowance.taken;
    if (allowance.taken > 0) {
      lastMinute.add(new Written(clock.getAsLong(), allowance.taken));
    }
  }

  /** A row has landed; that it could be written as ClickHouse wants it is not enough. */
  public synchronized void landed() {
    inARow = 0;
  }

  /** What to tell somebody when a row goes beyond the limits. */
  public String refusal(PoisonRow row) {
    return row.describe()
        + ". It is not made a dead letter, because caravan.deliver.dead-letters.max-in-a-row ("
        + maxInARow
        + ") or caravan.deliver.dead-letters.max-per-minute ("
        + maxPerMinute
        + ") is reached: mend the cause, and the table goes on by itself; or raise the limit and"
        + " restart, if the rows are to be left out";
  }

  /** The count of one batch's rows that cannot land, whatever lies between them. */
  public final class Allowance {

    private final int left;
    private int taken;

    private Allowance(int left) {
      this.left = left;
    }

    /** A row that cannot land comes next; false when it must not become a dead letter. */
    public boolean takes() {
      if (taken >= left) {
        return false;
      }
      taken++;
      return true;
    }
  }
}
