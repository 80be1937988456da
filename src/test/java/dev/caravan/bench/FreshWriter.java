package dev.caravan.bench;

import dev.caravan.bench.lane.SourceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to {@code inventory.orders} at a steady rate. Each transaction inserts rows and gives the
 * row 0 the next number.
 */
final class FreshWriter implements AutoCloseable {

  private static final int MOST_TRANSACTIONS_PER_SECOND = 100;

  private final Connection connection;
  private final Statement statement;
  private long rows;
  private long number = 1;

  /** Takes away what other runs wrote. */
  FreshWriter(SourceDatabase source) throws SQLException {
    connection = source.connect();
    statement = connection.createStatement();
    statement.execute("SET synchronous_commit = on");
    statement.execute("TRUNCATE inventory.orders");
    statement.execute(
        "INSERT INTO inventory.orders (id, customer_id, status, total) VALUES (0, 1, 'probe', 0)");
  }

  /** Told of each commit. */
  interface Commits {

    /**
     * @param number the row 0 has now
     */
    void committed(long number);
  }

  /** Gives the row 0 the next number, and returns that. */
  long probe() throws SQLException {
    transaction(0);
    return number;
  }

  /**
   * Writes at fixed times, whatever they take.
   *
   * @param rate changes a second, the row 0 included
   * @return changes a second that were written in fact
   */
  double write(int rate, long nanos, Commits commits) throws SQLException {
    int perSecond = Math.min(rate, MOST_TRANSACTIONS_PER_SECOND);
    long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long transactions = nanos / every;
    long begin = System.nanoTime();
    for (long i = 0; i < transactions; i++) {
      long due = begin + i * every;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      transaction(rate / perSecond - 1);
      commits.committed(number);
    }
    double seconds = Math.max(nanos, System.nanoTime() - begin) / 1e9;
    return transactions * (rate / perSecond) / seconds;
  }

  private void transaction(int inserts) throws SQLException {
    number++;
    StringBuilder sql = new StringBuilder("BEGIN;");
    if (inserts > 0) {
      sql.append(
          """
          INSERT INTO inventory.orders (id, customer_id, status, total, note)
          SELECT i, i %% 10000, 'placed', i * 0.01, 'order number ' || i
          FROM generate_series(%d::bigint, %d) i;
          """
              .formatted(rows + 1, rows + inserts));
      rows += inserts;
    }
    sql.append("UPDATE inventory.orders SET customer_id = ").append(number);
    statement.execute(sql.append(" WHERE id = 0; COMMIT").toString());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
