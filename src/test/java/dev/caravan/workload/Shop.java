package dev.caravan.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

/** The transactions of the shop's people over one connection. */
final class Shop implements AutoCloseable {

  private static final double NEW_CUSTOMER = 0.15;

  private final Connection connection;
  private final SampleData data;
  private final PreparedStatement insertCustomer;
  private final PreparedStatement insertOrder;
  private final PreparedStatement reserve;
  private final PreparedStatement advance;
  private final PreparedStatement cancel;
  private final PreparedStatement move;
  private final PreparedStatement price;
  private final long customers;
  private final long products;
  private long lastOrder;

  /**
   * @param connection switched to manual commit; used by nobody else
   */
  Shop(Connection connection, SampleData data) throws SQLException {
    this.connection = connection;
    this.data = data;
    this.customers = customersWithoutGap();
    this.products = highestId("products");
    this.lastOrder = highestId("orders");
    connection.setAutoCommit(false);
    insertCustomer =
        connection.prepareStatement(
            "INSERT INTO inventory.customers (%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)"
                    .formatted(Customer.COLUMNS)
                + " RETURNING id");
    insertOrder =
        connection.prepareStatement(
            "INSERT INTO inventory.orders (%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    .formatted(Order.COLUMNS)
                + " RETURNING id");
    reserve =
        connection.prepareStatement(
            "UPDATE inventory.inventory SET reserved = reserved + ?, updated_at = now()"
                + " WHERE warehouse = ? AND product_id = ?");
    advance =
        connection.prepareStatement(
            """
            UPDATE inventory.orders SET
              status = CASE status WHEN 'new' THEN 'paid' WHEN 'paid' THEN 'packed'
                                   WHEN 'packed' THEN 'shipped' ELSE 'delivered' END,
              shipped_at = CASE status WHEN 'packed' THEN now() ELSE shipped_at END
            WHERE id = ? AND status <> 'delivered'
            """);
    cancel =
        connection.prepareStatement(
            "DELETE FROM inventory.orders WHERE id = ? AND status IN ('new', 'paid')"
                + " RETURNING quantity, warehouse, product_id");
    move =
        connection.prepareStatement(
            "UPDATE inventory.inventory SET quantity = quantity + ?, updated_at = now()"
                + " WHERE warehouse = ? AND product_id = ?");
    price =
        connection.prepareStatement(
            "UPDATE inventory.products SET price = ?, updated_at = now() WHERE id = ?");
  }

  /** An order that was rolled back may have taken a customer's number with it. */
  private long customersWithoutGap() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(max(id), 1) FROM (SELECT id, row_number() OVER (ORDER BY id) AS n"
                    + " FROM inventory.customers) numbered WHERE id = n")) {
      row.next();
      return row.getLong(1);
    }
  }

  private long highestId(String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT coalesce(max(id), 1) FROM inventory." + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Does one transaction.
   *
   * @return the rows it changed for good; none when rolled back or when there was nothing to change
   */
  int doNext(Activity activity) throws SQLException {
    int changes =
        switch (activity) {
          case PLACE_ORDER, ABANDON_ORDER -> placeOrder();
          case ADVANCE_ORDER -> update(advance, data.among(lastOrder));
          case MOVE_STOCK -> moveStock();
          case CHANGE_PRICE -> update(price, data.price(), data.among(products));
          case CANCEL_ORDER -> cancelOrder();
        };
    if (activity == Activity.ABANDON_ORDER) {
      connection.rollback();
      return 0;
    }
    connection.commit();
    return changes;
  }

  private int placeOrder() throws SQLException {
    int changes = 0;
    if (data.fraction() < NEW_CUSTOMER) {
      insert(insertCustomer, data.customer().values());
      changes++;
    }
    Order order = data.newOrder(customers, products);
    lastOrder = insert(insertOrder, order.values());
    return changes + 1 + update(reserve, order.quantity(), order.warehouse(), order.productId());
  }

  private int cancelOrder() throws SQLException {
    set(cancel, data.among(lastOrder));
    try (ResultSet row = cancel.executeQuery()) {
      if (!row.next()) {
        return 0;
      }
      return 1 + update(reserve, -row.getInt(1), row.getString(2), row.getLong(3));
    }
  }

  private int moveStock() throws SQLException {
    long product = data.among(products);
    int pieces = (int) data.among(20);
    return update(move, -pieces, data.warehouse(), product)
        + update(move, pieces, data.warehouse(), product);
  }

  private static long insert(PreparedStatement statement, Object... values) throws SQLException {
    set(statement, values);
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static int update(PreparedStatement statement, Object... values) throws SQLException {
    set(statement, values);
    return statement.executeUpdate();
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int at = 0; at < values.length; at++) {
      Object value = values[at];
      statement.setObject(
          at + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
