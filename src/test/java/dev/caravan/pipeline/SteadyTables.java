package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Changes rows of many tables, one table after the other, without end. */
final class SteadyTables implements AutoCloseable {

  private static final long PAUSE_MILLIS = 20;

  private final Connection connection;
  private final List<TableName> tables;
  private final Random random = new Random(1);
  private final Thread thread = new Thread(this::run, "steady-tables");
  private volatile boolean stopping;
  private volatile long changes;
  private volatile Exception failure;

  SteadyTables(Connection connection, List<TableName> tables) {
    this.connection = connection;
    this.tables = tables;
  }

  SteadyTables start() {
    thread.start();
    return this;
  }

  private void run() {
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; !stopping; i++) {
        String table = tables.get(i % tables.size()).quoted();
        statement.execute(
            "UPDATE %s SET v = v + 1 WHERE id = %d".formatted(table, random.nextInt(100)));
        statement.execute("INSERT INTO %s VALUES (%d, 0, 'written')".formatted(table, 1_000 + i));
        changes += 2;
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (SQLException | InterruptedException e) {
      failure = e;
    }
  }

  /** Ends the writing and returns how many changes there were. */
  long stop() throws Exception {
    stopping = true;
    thread.join();
    if (failure != null) {
      throw failure;
    }
    return changes;
  }

  @Override
  public void close() throws Exception {
    stopping = true;
    thread.join();
    connection.close();
  }
}
