package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The session of PostgreSQL that has a lock.
 *
 * @param pid the server's process; 0 when it has just ended
 * @param description for people
 */
public record LockHolder(int pid, String description) {

  private static final String QUERY =
      """
      SELECT a.pid,
             format('process %s from %s since %s', a.pid, coalesce(host(a.client_addr), 'this host'),
                    date_trunc('second', a.backend_start))
      FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32) | l.objid::bigint
            = pg_catalog.hashtextextended(?, 0)
      """;

  static LockHolder find(Connection connection, String lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, lock);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new LockHolder(row.getInt(1), row.getString(2))
            : new LockHolder(0, "process that has just ended");
      }
    }
  }
}
