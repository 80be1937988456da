package dev.caravan.workload;

import dev.caravan.change.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The schema {@code inventory} of the sample shop. */
public final class InventorySchema {

  public static final TableName ORDERS = new TableName("inventory", "orders");
  public static final TableName CUSTOMERS = new TableName("inventory", "customers");
  public static final TableName PRODUCTS = new TableName("inventory", "products");
  public static final TableName INVENTORY = new TableName("inventory", "inventory");

  /** All tables, the busiest first. */
  public static final List<TableName> TABLES = List.of(ORDERS, INVENTORY, CUSTOMERS, PRODUCTS);

  private InventorySchema() {}

  /** Creates the schema and its empty tables; the schema must not exist yet. */
  public static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl());
    }
  }

  private static String ddl() {
    try (InputStream script = InventorySchema.class.getResourceAsStream("inventory.sql")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
