package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Has PostgreSQL hear something over the lock's session several times within its term, whatever the
 * capture is busy with.
 */
final class LockKeeper implements AutoCloseable {

  private static final int TOUCHES_A_TERM = 4;

  private final Connection session;
  private final Duration term;
  private final Thread thread = new Thread(this::run, "caravan-lock");

  /**
   * When the last question that was answered had been sent: PostgreSQL counts from its answer on,
   * which is later.
   */
  private volatile long heardAt;

  private volatile SQLException failure;

  private LockKeeper(Connection session, Duration term, long heardAt) {
    this.session = session;
    this.term = term;
    this.heardAt = heardAt;
  }

  /**
   * @param heardAt when the session was last used, {@link System#nanoTime()} before the question
   */
  static LockKeeper start(Connection session, Duration term, long heardAt) {
    LockKeeper keeper = new LockKeeper(session, term, heardAt);
    keeper.thread.setDaemon(true);
    keeper.thread.start();
    return keeper;
  }

  Connection session() {
    return session;
  }

  /** Whether PostgreSQL can't have given the session up yet. */
  boolean isHeard() {
    return failure == null && System.nanoTime() - heardAt < term.toNanos();
  }

  /** Why the session is gone; null when it is not, or that is not known. */
  SQLException failure() {
    return failure;
  }

  private void run() {
    try (Statement touch = session.createStatement()) {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.NANOSECONDS.sleep(term.toNanos() / TOUCHES_A_TERM);
        long asked = System.nanoTime();
        touch.execute("SELECT 1");
        heardAt = asked;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      session.close();
    } catch (SQLException e) {
      // The server ends the session, and with it the lock, once it sees the connection gone.
    }
  }
}
