package dev.caravan.compare;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows read through a cursor, so that only a few of them are in memory. */
final class PostgresRows implements Rows {

  private static final int FETCH_SIZE = 5_000;

  private final Statement statement;
  private final ResultSet rows;
  private final int columns;

  /**
   * @param connection in a transaction: without one the driver reads all rows at once
   */
  PostgresRows(Connection connection, String query) throws SQLException {
    this.statement = connection.createStatement();
    statement.setFetchSize(FETCH_SIZE);
    this.rows = statement.executeQuery(query);
    this.columns = rows.getMetaData().getColumnCount();
  }

  @Override
  public String[] next() throws SQLException {
    if (!rows.next()) {
      return null;
    }
    String[] row = new String[columns];
    for (int at = 0; at < columns; at++) {
      row[at] = rows.getString(at + 1);
    }
    return row;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
