package dev.caravan.bench;

import dev.caravan.change.TableName;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.compare.ComparisonResult;
import dev.caravan.compare.TableComparison;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Changes that lie in PostgreSQL's WAL, and later in Kafka, waiting to be read. */
final class Backlog implements AutoCloseable {

  static final TableName ORDERS = new TableName("inventory", "orders");
  static final String PREFIX = "postgres-server";
  private static final int TRANSACTION = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Sandbox sandbox;
  private final Connection connection;

  Backlog(Sandbox sandbox) throws SQLException {
    this.sandbox = sandbox;
    this.connection = sandbox.postgres().connect();
  }

  /** Makes the table, and lets the application make slot, topics and target for it. */
  void prepare() throws Exception {
    execute("CREATE SCHEMA inventory");
    execute(
        "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, customer_id integer NOT NULL,"
            + " status text NOT NULL, total numeric(12,2) NOT NULL, note text,"
            + " placed_at timestamptz NOT NULL DEFAULT now())");
    Application application = Application.on(sandbox).start();
    try {
      application.awaitReady(Duration.ofMinutes(1));
      await(() -> clickhouse("EXISTS orders_final").equals("1"), application);
    } finally {
      application.stop();
    }
  }

  /** Single-row inserts, many to a transaction. */
  void write(int changes) throws SQLException {
    for (int first = 1; first <= changes; first += TRANSACTION) {
      int last = Math.min(first + TRANSACTION - 1, changes);
      execute(
          """
          DO $$ BEGIN FOR i IN %d..%d LOOP
            INSERT INTO inventory.orders (id, customer_id, status, total, note)
            VALUES (i, i %% 10000, 'placed', i * 0.01, 'order number ' || i);
          END LOOP; END $$
          """
              .formatted(first, last));
    }
  }

  /** Events per second from the first event in Kafka to the last. */
  double capture(int changes) throws Exception {
    try (TopicRate rate = new TopicRate(sandbox.kafka().bootstrapServers(), topic())) {
      Application application =
          Application.on(sandbox).set("caravan.role", "capture").java("-Xmx512m").start();
      try {
        await(() -> rate.events() >= changes, application);
      } finally {
        application.stop();
      }
      return rate.perSecond();
    }
  }

  /** Events per second from the first rows visible in ClickHouse to the last. */
  double deliver(int changes) throws Exception {
    return deliver(changes, Application.on(sandbox), "orders_final");
  }

  /** The same by an application with other routes, into another table. */
  double deliver(int changes, Application.Builder routes, String table) throws Exception {
    String count =
        "SELECT ifNull(sum(total_rows), 0) FROM system.tables WHERE name = '%s'".formatted(table);
    Application application = routes.set("caravan.role", "deliver").java("-Xmx512m").start();
    try {
      long[] first = new long[2];
      await(
          () -> {
            first[0] = Long.parseLong(clickhouse(count));
            first[1] = System.nanoTime();
            return first[0] > 0;
          },
          application);
      if (first[0] >= changes) {
        throw new IllegalStateException(changes + " changes are too few: they came in one batch");
      }
      await(() -> Long.parseLong(clickhouse(count)) >= changes, application);
      return (changes - first[0]) * 1e9 / (System.nanoTime() - first[1]);
    } finally {
      application.stop();
    }
  }

  void mustBeEqual() throws Exception {
    ClickHouseService server = sandbox.clickhouse();
    ComparisonResult result =
        new TableComparison(
                connection,
                new ClickHouseAccess(
                    server.url(), server.database(), server.user(), server.password()))
            .compare(ORDERS);
    if (!result.same()) {
      throw new IllegalStateException("the sides differ: " + result);
    }
  }

  static String topic() {
    return PREFIX + "." + ORDERS;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String clickhouse(String sql) {
    return sandbox.clickhouse().query(sql).strip();
  }

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, Application application) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end || !application.isAlive()) {
        throw new IllegalStateException("the application did not get there:\n" + application.log());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
