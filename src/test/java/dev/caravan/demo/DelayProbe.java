package dev.caravan.demo;

import dev.caravan.compare.ClickHouseAccess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Measures how long a change takes from its commit in PostgreSQL until a query in ClickHouse shows
 * it: changes the phone number of one customer again and again, and asks ClickHouse for it.
 */
final class DelayProbe implements AutoCloseable {

  private static final int KEPT = 300;
  private static final long PAUSE_MILLIS = 200;
  private static final long POLL_MILLIS = 5;

  private final Connection postgres;
  private final ClickHouseAccess clickHouse;
  private final Thread thread = new Thread(this::probe, "delay-probe");
  private final Deque<Long> delays = new ArrayDeque<>();
  private volatile boolean stopped;
  private volatile long pendingSince;

  /**
   * @param postgres closed by {@link #close()}
   */
  DelayProbe(Connection postgres, ClickHouseAccess clickHouse) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
    thread.setDaemon(true);
  }

  DelayProbe start() {
    thread.start();
    return this;
  }

  /** Of the last few hundred measurements. */
  Percentiles percentiles() {
    synchronized (delays) {
      return Percentiles.of(delays.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /** For how many milliseconds the latest change has not been seen yet; 0 when there is none. */
  long pendingMillis() {
    long since = pendingSince;
    return since == 0 ? 0 : (System.nanoTime() - since) / 1_000_000;
  }

  private void probe() {
    try {
      long id = createCustomer();
      for (long number = 1; !stopped; number++) {
        String phone = "+00 probe " + number;
        change(id, phone);
        long committed = System.nanoTime();
        pendingSince = committed;
        // The first change waits behind all that was there before, which is no delay of its own.
        if (awaitVisible(id, phone) && number > 1) {
          add((System.nanoTime() - committed) / 1_000_000);
        }
        pendingSince = 0;
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (SQLException e) {
      // PostgreSQL is gone; the demo itself notices and says so.
      stopped = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long createCustomer() throws SQLException {
    try (Statement statement = postgres.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                INSERT INTO inventory.customers
                  (public_id, name, email, phone, city, registered_at)
                VALUES (gen_random_uuid(), 'Delay Probe', 'probe@example.com', '', 'Here', now())
                RETURNING id
                """)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void change(long id, String phone) throws SQLException {
    try (PreparedStatement statement =
        postgres.prepareStatement("UPDATE inventory.customers SET phone = ? WHERE id = ?")) {
      statement.setString(1, phone);
      statement.setLong(2, id);
      statement.executeUpdate();
    }
  }

  private boolean awaitVisible(long id, String phone) throws InterruptedException {
    String query = "SELECT phone FROM customers WHERE id = " + id + " FORMAT TSVRaw";
    while (!stopped) {
      try {
        if (clickHouse.query(query).equals(phone)) {
          return true;
        }
      } catch (IOException e) {
        // Not there yet, or away for a moment: the change is not visible, which is what counts.
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }

  private void add(long millis) {
    synchronized (delays) {
      if (delays.size() == KEPT) {
        delays.removeFirst();
      }
      delays.addLast(millis);
    }
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
    postgres.close();
  }
}
