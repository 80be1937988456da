package dev.caravan.capture.toast;

import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.capture.source.VisibleTransactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGStatement;

/** Reads values from the rows as they are now. Not safe for use by several threads. */
final class ToastReader implements AutoCloseable {

  // A row that a policy hides must not look like one that is gone.
  private static final String SETTINGS =
      "SET row_security = off; SET lock_timeout = '5s'; SET default_transaction_read_only = on";

  private final PostgresAccess postgres;
  private Connection connection;

  ToastReader(PostgresAccess postgres) {
    this.postgres = postgres;
  }

  /** What the next query sees, at least. */
  VisibleTransactions visible() throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_snapshot()::text")) {
      row.next();
      return VisibleTransactions.read(row.getString(1));
    }
  }

  ToastedTable table(int oid) throws SQLException {
    return ToastedTable.look(connection(), oid);
  }

  /**
   * What was read.
   *
   * @param rows PostgreSQL's texts of the columns by the number of the key; no entry for a row that
   *     is not there
   * @param table what the names stood for when the rows were read
   */
  record Found(Map<Integer, String[]> rows, ToastedTable table) {}

  /**
   * Reads rows.
   *
   * @param oid the table's
   * @param keys texts of the key columns' values, for each row
   */
  Found read(RowQuery query, int oid, List<List<String>> keys) throws SQLException {
    Connection connection = connection();
    connection.setAutoCommit(false);
    try {
      Map<Integer, String[]> rows = rows(query, keys);
      // Whoever alters the table waits for the transaction that read from it.
      Found found = new Found(rows, table(oid));
      connection.commit();
      return found;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private Map<Integer, String[]> rows(RowQuery query, List<List<String>> keys) throws SQLException {
    Map<Integer, String[]> rows = new HashMap<>();
    try (PreparedStatement statement = connection().prepareStatement(query.sql(keys.size()))) {
      // One the server keeps would fail when the table is altered.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      int parameter = 1;
      for (List<String> key : keys) {
        for (String value : key) {
          // Of no type, so that the server takes the column's.
          statement.setObject(parameter++, value, Types.OTHER);
        }
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String[] values = new String[query.columns().size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = result.getString(i + 2);
          }
          rows.put(result.getInt(1), values);
        }
      }
    }
    return rows;
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = postgres.text();
      try (Statement statement = connection.createStatement()) {
        statement.execute(SETTINGS);
      }
    }
    return connection;
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
