package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Lets one capture at a time work on a slot: a session-level advisory lock of PostgreSQL, taken
 * before anything in Kafka is touched. The order matters: a second capture that opened the producer
 * first would fence off the first one, which is the healthy one.
 *
 * <p>The lock is lent for a term. PostgreSQL ends the session, and with it the lock, once it has
 * heard nothing over it for that long, be its process dead, paused or cut off; a {@link LockKeeper}
 * makes itself heard meanwhile, and knows before PostgreSQL acts when it could not.
 */
public final class CaptureLock implements AutoCloseable {

  private final String slot;
  private final Duration term;
  private final LockKeeper keeper;

  CaptureLock(String slot, Duration term, LockKeeper keeper) {
    this.slot = slot;
    this.term = term;
    this.keeper = keeper;
  }

  /**
   * The session that has the lock, for what nobody else may do: PostgreSQL takes no statement over
   * it any more once the lock may be another's. Each must be over well within the term.
   */
  public Connection session() {
    return keeper.session();
  }

  /** Whether PostgreSQL keeps the lock; known without asking it. */
  private boolean isHeld() {
    return keeper.isHeard();
  }

  /**
   * Checks that.
   *
   * @throws LockLostException when another capture may have it
   */
  public void mustHold() {
    if (!isHeld()) {
      throw new LockLostException(slot, term, keeper.failure());
    }
  }

  /**
   * Checks that by asking PostgreSQL, which is proof whatever this machine's clock did, and that a
   * connection leads to the server that keeps the lock.
   *
   * @throws LockLostException when another capture may have it
   * @throws SQLException also when the host has begun to lead to another server
   */
  public void mustHoldAt(Connection other) throws SQLException {
    mustHold();
    if (!serverOf(session()).equals(serverOf(other))) {
      throw new SQLException(
          "caravan.postgres.host leads to several servers, or to another one since a moment ago");
    }
  }

  private static String serverOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_postmaster_start_time()")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    keeper.close();
  }
}
