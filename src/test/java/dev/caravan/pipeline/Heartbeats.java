package dev.caravan.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Commits a row ten times a second, so that its way can be timed. */
final class Heartbeats implements AutoCloseable {

  static final String TABLE = "CREATE TABLE inventory.beats (id bigserial PRIMARY KEY)";

  private static final long EVERY_MILLIS = 100;

  private final Connection connection;
  private final Thread writer = new Thread(this::run, "heartbeats");
  private volatile boolean stopping;
  private volatile Exception failure;
  private int beaten;

  Heartbeats(Connection connection) {
    this.connection = connection;
  }

  void start() {
    writer.start();
  }

  /** Ends it, and returns how many rows committed. */
  int stop() throws Exception {
    stopping = true;
    writer.join();
    if (failure != null) {
      throw failure;
    }
    return beaten;
  }

  private void run() {
    try (Statement statement = connection.createStatement()) {
      while (!stopping) {
        statement.execute("INSERT INTO inventory.beats DEFAULT VALUES");
        beaten++;
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (SQLException | InterruptedException e) {
      failure = e;
    }
  }

  @Override
  public void close() throws SQLException {
    stopping = true;
    connection.close();
  }
}
