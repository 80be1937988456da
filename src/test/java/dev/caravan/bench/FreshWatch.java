package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Running;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks ClickHouse again and again which number the row 0 has, and so learns when each became
 * visible. All numbers are of one key, so the highest that is visible stands for all before it.
 */
final class FreshWatch implements AutoCloseable {

  /** An answer costs ClickHouse milliseconds of a processor, which the peer needs, too. */
  private static final long PAUSE_MILLIS = 10;

  private final Lane lane;
  private final Thread thread = new Thread(this::watch, "fresh-watch");
  private final Deque<long[]> pending = new ArrayDeque<>();
  private final List<Double> millis = new ArrayList<>();
  private final long begin = System.nanoTime();
  private volatile boolean stopped;
  private volatile Exception failure;

  FreshWatch(Lane lane) {
    this.lane = lane;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sorted delays.
   *
   * @param seconds from the beginning until all were known
   */
  record Delays(List<Double> millis, double seconds) {

    /** By nearest rank: one that was measured. */
    double percentile(double share) {
      return millis.get(Math.max(0, (int) Math.ceil(share * millis.size()) - 1));
    }
  }

  /** What is asked. */
  static String query() {
    return "SELECT max(customer_id) FROM orders WHERE id = 0";
  }

  /** To be told right after a commit. */
  void committed(long number) {
    synchronized (pending) {
      pending.addLast(new long[] {number, System.nanoTime()});
    }
  }

  /**
   * Waits until everything that was committed is visible.
   *
   * @param running what brings it about
   */
  Delays delays(Optional<Running> running) throws Exception {
    Running.until(
        running,
        () -> {
          if (failure != null) {
            throw failure;
          }
          synchronized (pending) {
            return pending.isEmpty();
          }
        });
    synchronized (pending) {
      Collections.sort(millis);
      return new Delays(List.copyOf(millis), (System.nanoTime() - begin) / 1e9);
    }
  }

  private void watch() {
    try {
      while (!stopped) {
        // What is answered was there when it was asked for, however long the answer takes.
        long asked = System.nanoTime();
        seen(lane.count(query()), asked);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void seen(long number, long asked) {
    synchronized (pending) {
      while (!pending.isEmpty() && pending.peekFirst()[0] <= number) {
        // What is visible before its commit has returned counts as 0.
        millis.add(Math.max(0, asked - pending.removeFirst()[1]) / 1e6);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
