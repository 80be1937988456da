package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Lets one capture at a time work on a slot: a session-level advisory lock of PostgreSQL, taken
 * before anything in Kafka is touched. The order matters: a second capture that opened the producer
 * first would fence off the first one, which is the healthy one.
 */
public final class CaptureLock implements AutoCloseable {

  private final Connection connection;

  private CaptureLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes the lock on a connection of its own.
   *
   * @throws SlotInUseException when another capture holds it
   */
  public static CaptureLock take(PostgresAccess postgres, String slot) throws SQLException {
    Connection connection = postgres.query();
    try {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended(?, 0))")) {
        statement.setString(1, lockName(slot));
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          if (!row.getBoolean(1)) {
            throw new SlotInUseException(slot, holder(connection, slot));
          }
        }
      }
      return new CaptureLock(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static String lockName(String slot) {
    return "caravan capture " + slot;
  }

  private static String holder(Connection connection, String slot) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT format('process %s from %s since %s', a.pid,
                          coalesce(host(a.client_addr), 'this host'),
                          date_trunc('second', a.backend_start))
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND (l.classid::bigint << 32) | l.objid::bigint
                  = pg_catalog.hashtextextended(?, 0)
            """)) {
      statement.setString(1, lockName(slot));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "a process that has just ended";
      }
    }
  }

  /** Whether the session that holds the lock still lives; asks as long as the server is there. */
  public boolean isHeld() {
    try {
      return connection.isValid(0);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server ends the session, and with it the lock, once it sees the connection gone.
    }
  }
}
