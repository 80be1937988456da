package dev.caravan.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * People at work in the shop: new orders over several tables in one transaction, orders moving on,
 * stock moved, prices changed, orders cancelled, and now and then a transaction rolled back.
 */
public final class MixedWorkload implements AutoCloseable {

  private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Shop shop;
  private final SampleData data;
  private final double changesPerSecond;
  private final Thread thread = new Thread(this::work, "workload");
  private volatile boolean stopped;
  private volatile SQLException failure;
  private volatile WorkloadCounts counts = new WorkloadCounts(0, 0, 0);

  /**
   * @param connection to a filled schema; closed by {@link #close()}
   * @param seed the same seed on the same data does the same
   * @param changesPerSecond rows changed per second at most; slower when PostgreSQL is
   */
  public MixedWorkload(Connection connection, long seed, double changesPerSecond)
      throws SQLException {
    this.data = new SampleData(seed);
    this.shop = new Shop(connection, data);
    this.changesPerSecond = changesPerSecond;
    thread.setDaemon(true);
  }

  /** Works until {@link #stop()}. */
  public MixedWorkload start() {
    thread.start();
    return this;
  }

  public WorkloadCounts counts() {
    return counts;
  }

  /** Stops after the transaction at hand and waits for that. */
  public void stop() throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join();
  }

  /**
   * @throws SQLException what ended the workload before its time
   */
  public void check() throws SQLException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    stop();
    shop.close();
  }

  private void work() {
    long due = System.nanoTime();
    try {
      while (!stopped) {
        Activity activity = Activity.at(data.fraction());
        int changes = shop.doNext(activity);
        count(activity, changes);
        due += (long) (changes * TimeUnit.SECONDS.toNanos(1) / changesPerSecond);
        // After a stall the pace is kept from now on, not made up for in one burst.
        due = Math.max(due, System.nanoTime() - CATCH_UP_NANOS);
        awaitTime(due);
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  private void awaitTime(long due) {
    for (long left = due - System.nanoTime();
        left > 0 && !stopped;
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void count(Activity activity, int changes) {
    int rolledBack = activity == Activity.ABANDON_ORDER ? 1 : 0;
    counts =
        new WorkloadCounts(
            counts.transactions() + 1 - rolledBack,
            counts.rolledBack() + rolledBack,
            counts.changes() + changes);
  }
}
