package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Compares a table in PostgreSQL with a table or view in ClickHouse, row by row and column by
 * column.
 *
 * <p>Each side is read once, in the order of the primary key, as a stream: memory stays the same
 * however many rows there are. PostgreSQL is read in one snapshot. Values are compared as canonical
 * text: numbers to the last digit, times to the microsecond, JSON by content, NULL apart from the
 * empty text. A comparison made while rows are still on their way shows them as differences.
 */
public final class TableComparison {

  private static final int DIFFERENCES_KEPT = 20;

  private final Connection postgres;
  private final ClickHouseEndpoint clickHouse;

  /**
   * @param postgres a connection nobody else uses at the same time; left in the auto-commit mode it
   *     had
   */
  public TableComparison(Connection postgres, ClickHouseEndpoint clickHouse) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
  }

  /** Compares {@code inventory.orders} with ClickHouse's view {@code orders}. */
  public ComparisonResult compare(TableName table) throws SQLException, IOException {
    return compare(table, table.table());
  }

  /**
   * @param target the table or view in ClickHouse; columns of only one side are differences
   * @throws IllegalArgumentException when the table does not exist or has no primary key
   * @throws IOException when ClickHouse cannot be reached or refuses the query
   */
  public ComparisonResult compare(TableName table, String target) throws SQLException, IOException {
    boolean autoCommit = postgres.getAutoCommit();
    postgres.setAutoCommit(false);
    try {
      prepareSession();
      Differences differences = new Differences(DIFFERENCES_KEPT);
      ComparedTable compared =
          new TableCatalog(postgres, clickHouse).read(table, target, differences);
      try (Rows left = new PostgresRows(postgres, compared.postgresQuery());
          Rows right = new ClickHouseRows(clickHouse.open(compared.clickHouseQuery()))) {
        return new RowMerge(compared, differences).run(left, right);
      }
    } finally {
      postgres.rollback();
      postgres.setAutoCommit(autoCommit);
    }
  }

  private void prepareSession() throws SQLException {
    try (Statement statement = postgres.createStatement()) {
      statement.execute(
          "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1");
    }
  }
}
