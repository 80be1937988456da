package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What must be true of the server before anything is done to it. */
public final class SourceCheck {

  // Reading a table in physical order from a row on (TID range scans) came with 14.
  private static final int OLDEST_VERSION = 140000;

  private SourceCheck() {}

  /**
   * Refuses a server that can't be captured.
   *
   * @throws SourceRefusedException with what is wrong and the remedy
   * @throws SQLException also when the server is a standby, which may be promoted in a moment: it
   *     has the primary's identity and timeline, but locks of its own
   */
  public static void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT current_setting('server_version_num')::int, current_setting('wal_level'),
                       pg_catalog.pg_is_in_recovery()
                """)) {
      row.next();
      if (row.getInt(1) < OLDEST_VERSION) {
        throw new SourceRefusedException(
            "PostgreSQL %d is too old: caravan.postgres.host must name a server of version 14 or newer"
                .formatted(row.getInt(1) / 10000));
      }
      if (!"logical".equals(row.getString(2))) {
        throw new SourceRefusedException(
            "PostgreSQL runs with wal_level=%s, which leaves out what a capture needs: set"
                    .formatted(row.getString(2))
                + " wal_level=logical in postgresql.conf and restart the server");
      }
      if (row.getBoolean(3)) {
        throw new SQLException(
            "PostgreSQL at caravan.postgres.host is a standby: the host must lead to the primary");
      }
    }
  }
}
