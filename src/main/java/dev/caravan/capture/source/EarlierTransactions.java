package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The transactions that were under way when a table began to be captured. What they change in it
 * may or may not be published, so it is read with the table's rows, once they are over. Whoever
 * begins later gets a higher number, writes behind {@link #lsn()}, and is published.
 *
 * @param first the lowest number of those that begin later
 * @param lsn up to where PostgreSQL had written; what later ones change lies behind it
 */
public record EarlierTransactions(long first, long lsn) {

  private static final String HOLDERS =
      """
      SELECT string_agg(format('process %s of %s since %s', pid, coalesce(usename, 'nobody'),
                               date_trunc('second', xact_start)), ', ')
      FROM pg_catalog.pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
        AND (xact_start IS NULL OR xact_start < now())
      """;

  /** Those under way now. Takes a transaction number, and nothing else. */
  public static EarlierTransactions at(Connection connection) throws SQLException {
    // The position first: whoever begins later must write behind it.
    long lsn = ReplicationSlot.written(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id()::text")) {
      row.next();
      return new EarlierTransactions(Long.parseUnsignedLong(row.getString(1)), lsn);
    }
  }

  /** Whether all of them are over, by what a snapshot sees. */
  public boolean areOver(VisibleTransactions snapshot) {
    return Long.compareUnsigned(snapshot.xmin(), first) >= 0;
  }

  /** Which sessions are waited for, for people. */
  public static String holders(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(HOLDERS)) {
      row.next();
      String holders = row.getString(1);
      return holders == null ? "prepared transactions or standbys" : holders;
    }
  }
}
