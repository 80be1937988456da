package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;

/**
 * Compares a table in PostgreSQL with a table or view in ClickHouse, row by row and column by
 * column.
 *
 * <p>Each side is read once, in the order of the primary key, as a stream: memory stays the same
 * however many rows there are. Rows of a table without a key are compared as often as they occur.
 * PostgreSQL is read in one snapshot. Values are compared as canonical text: numbers to the last
 * digit, times to the microsecond, text and JSON to the letter, NULL apart from the empty text. A
 * comparison made while rows are still on their way shows them as differences.
 */
public final class TableComparison {

  private static final int DIFFERENCES_KEPT = 20;

  private final Connection postgres;
  private final ClickHouseAccess clickHouse;
  private final int differencesKept;
  private final LongConsumer progress;

  /**
   * @param postgres a connection of PostgreSQL's own driver nobody else uses at the same time; left
   *     in the auto-commit mode it had
   */
  public TableComparison(Connection postgres, ClickHouseAccess clickHouse) {
    this(postgres, clickHouse, DIFFERENCES_KEPT, rows -> {});
  }

  /**
   * @param differencesKept how many differences are told one by one
   * @param progress is told the rows of the table compared so far, now and then
   */
  TableComparison(
      Connection postgres,
      ClickHouseAccess clickHouse,
      int differencesKept,
      LongConsumer progress) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
    this.differencesKept = differencesKept;
    this.progress = progress;
  }

  /** Compares {@code inventory.orders} with ClickHouse's view {@code orders}. */
  public ComparisonResult compare(TableName table) throws SQLException, IOException {
    return compare(table, table.table());
  }

  /** Compares with a table or view of the connection's database. */
  public ComparisonResult compare(TableName table, String target) throws SQLException, IOException {
    return compare(table, new ClickHouseName(null, target));
  }

  /**
   * @param target the table or view in ClickHouse; columns of only one side are differences
   * @throws IllegalArgumentException when the table does not exist
   * @throws IOException when ClickHouse cannot be reached or refuses the query
   */
  ComparisonResult compare(TableName table, ClickHouseName target)
      throws SQLException, IOException {
    boolean autoCommit = postgres.getAutoCommit();
    postgres.setAutoCommit(false);
    try {
      prepareSession();
      Differences differences = new Differences(differencesKept);
      ComparedTable compared =
          new TableCatalog(postgres, clickHouse).read(table, target, differences);
      try (Rows right = new ClickHouseRows(clickHouse.open(compared.clickHouseQuery()));
          Rows left =
              new PostgresRows(postgres, compared.postgresQuery(), compared.columns().size())) {
        return new RowMerge(compared, differences, progress).run(left, right);
      }
    } finally {
      postgres.rollback();
      postgres.setAutoCommit(autoCommit);
    }
  }

  /** The settings the capture reads with, so that both see the same texts. */
  private void prepareSession() throws SQLException {
    try (Statement statement = postgres.createStatement()) {
      statement.execute(
          "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO';"
              + " SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1;"
              + " SET LOCAL bytea_output = 'hex'");
    }
  }
}
