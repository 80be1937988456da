package dev.caravan.bench.lane;

import dev.caravan.change.TableName;
import java.sql.SQLException;

/** One table of six columns, and a backlog of single-row inserts into it. */
public final class Orders {

  public static final TableName TABLE = new TableName("inventory", "orders");
  private static final int TRANSACTION = 1_000;

  private Orders() {}

  public static void create(SourceDatabase source) throws SQLException {
    source.execute(
        "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, customer_id integer NOT NULL,"
            + " status text NOT NULL, total numeric(12,2) NOT NULL, note text,"
            + " placed_at timestamptz NOT NULL DEFAULT now())");
  }

  /** Inserts the rows 1 to {@code rows} one by one, a thousand to a transaction. */
  public static void insert(SourceDatabase source, int rows) throws SQLException {
    insert(source, 1, rows);
  }

  /** The same from a row on. */
  public static void insert(SourceDatabase source, int from, int rows) throws SQLException {
    for (int first = from; first <= rows; first += TRANSACTION) {
      int last = Math.min(first + TRANSACTION - 1, rows);
      source.execute(
          """
          DO $$ BEGIN FOR i IN %d..%d LOOP
            INSERT INTO inventory.orders (id, customer_id, status, total, note)
            VALUES (i, i %% 10000, 'placed', i * 0.01, 'order number ' || i);
          END LOOP; END $$
          """
              .formatted(first, last));
    }
  }

  /** Inserts them at once, for a snapshot to find. */
  public static void fill(SourceDatabase source, int rows) throws SQLException {
    source.execute(
        """
        INSERT INTO inventory.orders (id, customer_id, status, total, note)
        SELECT i, i %% 10000, 'placed', i * 0.01, 'order number ' || i FROM generate_series(1, %d) i
        """
            .formatted(rows));
    source.execute("ANALYZE inventory.orders");
  }
}
