package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes single rows of a table {@code (id bigint PRIMARY KEY, v bigint, note text)} at a steady
 * rate: updates, inserts and deletes, each committed by itself, of rows all over the table.
 */
final class SteadyWriter implements AutoCloseable {

  private final Connection connection;
  private final TableName table;
  private final long nanosPerChange;
  private final Random random;
  private final Thread thread = new Thread(this::run, "steady-writer");
  private long highest;
  private volatile long changes;
  private volatile boolean stopping;
  private volatile SQLException failure;

  /**
   * @param rows the rows there are, with ids from 1 on
   */
  SteadyWriter(Connection connection, TableName table, long rows, int changesPerSecond, long seed)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    this.highest = rows;
    this.nanosPerChange = TimeUnit.SECONDS.toNanos(1) / changesPerSecond;
    this.random = new Random(seed);
    connection.setAutoCommit(true);
  }

  SteadyWriter start() {
    thread.start();
    return this;
  }

  /** Changes committed so far. */
  long changes() throws SQLException {
    if (failure != null) {
      throw failure;
    }
    return changes;
  }

  private void run() {
    try (PreparedStatement insert = prepare("INSERT INTO %s VALUES (?, ?, 'written')");
        PreparedStatement update = prepare("UPDATE %s SET v = v + 1 WHERE id = ?");
        PreparedStatement delete = prepare("DELETE FROM %s WHERE id = ?")) {
      long due = System.nanoTime();
      while (!stopping) {
        change(insert, update, delete);
        changes++;
        due += nanosPerChange;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  private void change(PreparedStatement insert, PreparedStatement update, PreparedStatement delete)
      throws SQLException {
    int kind = random.nextInt(10);
    long id = 1 + (long) (random.nextDouble() * highest);
    if (kind < 2) {
      insert.setLong(1, ++highest);
      insert.setLong(2, random.nextInt());
      insert.executeUpdate();
    } else if (kind < 9) {
      update.setLong(1, id);
      update.executeUpdate();
    } else {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql.formatted(table.quoted()));
  }

  /** Ends the writing and returns how many changes there were. */
  long stop() throws SQLException, InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    return changes();
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    connection.close();
  }
}
