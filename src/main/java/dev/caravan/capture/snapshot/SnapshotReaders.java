package dev.caravan.capture.snapshot;

import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.capture.source.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/** Connections that see what the snapshot's own sees, each with a thread that reads. */
final class SnapshotReaders implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SnapshotReaders.class);

  private final List<Connection> connections = new ArrayList<>();
  private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
  private ExecutorService threads;

  /** What is to be read on one of the connections. */
  interface Reading {
    void read(Connection connection) throws Exception;
  }

  private SnapshotReaders() {}

  /**
   * Opens them.
   *
   * @param snapshot a connection whose transaction has taken the snapshot; it need not stay open
   */
  static SnapshotReaders open(PostgresAccess postgres, Connection snapshot, int count)
      throws SQLException {
    SnapshotReaders readers = new SnapshotReaders();
    try {
      String name = export(snapshot);
      while (readers.connections.size() < count && readers.add(postgres, name)) {
        // One more.
      }
      readers.threads =
          Executors.newFixedThreadPool(
              readers.connections.size(),
              work -> {
                Thread thread = new Thread(work, "caravan-capture-snapshot");
                thread.setDaemon(true);
                return thread;
              });
      return readers;
    } catch (SQLException | RuntimeException e) {
      readers.close();
      throw e;
    }
  }

  private static String export(Connection snapshot) throws SQLException {
    try (Statement statement = snapshot.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Returns false when the server has no room for more than there are. */
  private boolean add(PostgresAccess postgres, String snapshot) throws SQLException {
    Connection connection;
    try {
      connection = postgres.text();
    } catch (SQLException e) {
      if (connections.isEmpty() || !SqlStates.TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
        throw e;
      }
      LOG.warnf(
          "The snapshot is read over %d connections; PostgreSQL has no room for more: %s",
          connections.size(), e.getMessage());
      return false;
    }
    connections.add(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
      TableRelations.inPhysicalOrder(statement);
      // What is left are scans of a range of row ids; where there is no range, the price of the
      // scan all the same must not look like one worth compiling.
      statement.execute("SET LOCAL enable_seqscan = off");
      statement.execute("SET LOCAL jit = off");
    }
    idle.add(connection);
    return true;
  }

  int count() {
    return connections.size();
  }

  /** Reads once a connection is idle, in the order of the calls. */
  void read(Reading reading, ChunkRows into) {
    threads.execute(
        () -> {
          try {
            Connection connection = idle.take();
            try {
              reading.read(connection);
            } finally {
              idle.add(connection);
            }
            into.end();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Throwable e) {
            // Errors, too: who waits for the rows would wait for ever.
            into.fail(e);
          }
        });
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
    for (Connection connection : connections) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debugf(e, "Closing a connection of the snapshot");
      }
    }
  }
}
