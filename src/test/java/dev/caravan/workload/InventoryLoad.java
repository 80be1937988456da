package dev.caravan.workload;

import dev.caravan.change.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills the sample shop by COPY. */
public final class InventoryLoad {

  private static final int BUFFER = 1 << 16;
  private static final int ROWS_PER_COPY = 50_000;
  private static final int MIN_CUSTOMERS = 100;
  private static final int MAX_CUSTOMERS = 200_000;
  private static final int PRODUCTS = 400;

  private final Connection connection;
  private final SampleData data;
  private final int customers;

  /**
   * @param connection in auto-commit mode; used by nobody else meanwhile
   * @param seed the same seed gives the same rows
   * @param orders how many orders the shop will have, for as many customers as go with it
   */
  public InventoryLoad(Connection connection, long seed, int orders) {
    this.connection = connection;
    this.data = new SampleData(seed);
    this.customers = Math.max(MIN_CUSTOMERS, Math.min(MAX_CUSTOMERS, orders / 10));
  }

  /** Fills customers, products and inventory; once, before the first order. */
  public void loadMasterData() throws SQLException {
    copy(InventorySchema.CUSTOMERS, Customer.COLUMNS, customers, row -> data.customer().values());
    copy(InventorySchema.PRODUCTS, Product.COLUMNS, PRODUCTS, row -> data.product(row).values());
    int warehouses = Vocabulary.WAREHOUSES.size();
    copy(
        InventorySchema.INVENTORY,
        Stock.COLUMNS,
        PRODUCTS * warehouses,
        row -> {
          String warehouse = Vocabulary.WAREHOUSES.get((row - 1) % warehouses);
          return data.stock(warehouse, (row - 1) / warehouses + 1L).values();
        });
  }

  /** Adds orders of the past; in several transactions when there are many. */
  public void loadOrders(int orders) throws SQLException {
    loadOrders(orders, loaded -> {});
  }

  /**
   * @param progress takes how many are loaded after each transaction
   */
  public void loadOrders(int orders, IntConsumer progress) throws SQLException {
    for (int left = orders; left > 0; left -= ROWS_PER_COPY) {
      copy(
          InventorySchema.ORDERS,
          Order.COLUMNS,
          Math.min(left, ROWS_PER_COPY),
          row -> data.pastOrder(customers, PRODUCTS).values());
      progress.accept(orders - Math.max(0, left - ROWS_PER_COPY));
    }
  }

  private void copy(TableName table, String columns, int rows, RowSource source)
      throws SQLException {
    String statement = "COPY " + table.quoted() + " (" + columns + ") FROM STDIN";
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      CopyText text = new CopyText();
      for (int row = 1; row <= rows; row++) {
        text.add(source.row(row));
        if (text.length() > BUFFER || row == rows) {
          byte[] bytes = text.take().getBytes(StandardCharsets.UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
        }
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Makes the row of a number, counted from 1. */
  private interface RowSource {
    Object[] row(int number);
  }
}
