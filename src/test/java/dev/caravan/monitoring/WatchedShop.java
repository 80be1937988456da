package dev.caravan.monitoring;

import dev.caravan.monitoring.stack.MonitoringStack;
import dev.caravan.monitoring.stack.Pace;
import dev.caravan.monitoring.stack.PrometheusApi;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.workload.InventoryLoad;
import dev.caravan.workload.InventorySchema;
import dev.caravan.workload.MixedWorkload;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;

/** The sample shop at work, Caravan, and everything that watches them, of a test's own. */
final class WatchedShop implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int ORDERS = 2_000;

  private static final String QUERY_LOG = "caravan.sandbox.query-log";

  private final Sandbox sandbox = start();
  private final AlertReceiver receiver = new AlertReceiver();
  private final Path routes;
  private final Application application;
  private final MonitoringStack stack;
  private final MixedWorkload workload;

  WatchedShop() throws SQLException, IOException {
    try (Connection connection = sandbox.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '256MB'");
      statement.execute("SELECT pg_reload_conf()");
      InventorySchema.create(connection);
      InventoryLoad load = new InventoryLoad(connection, 1, ORDERS);
      load.loadMasterData();
      load.loadOrders(ORDERS);
      statement.execute("ANALYZE");
    }
    routes = sandbox.folder().resolve("watched-routes");
    Files.createDirectories(routes);
    for (Path file : MonitoringFiles.in(Path.of("routes"), ".camel.yaml")) {
      Files.copy(file, routes.resolve(file.getFileName()));
    }
    application =
        Application.on(sandbox)
            .routes(routes)
            // So few that a table can be made to lag, and so often that each second shows it.
            .set("caravan.deliver.batch.max-rows", "20")
            .set("caravan.kafka.properties.\"max.partition.fetch.bytes\"", "16384")
            .start();
    stack =
        MonitoringStack.start(
            sandbox,
            application.url(),
            Pace.FAST,
            Map.of("ALERT_WEBHOOK", receiver.url(), "ALERT_WEBHOOK_WATCHDOG", receiver.url()));
    application.awaitReady(LIMIT);
    Awaitility.await("Prometheus has seen something")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> !prometheus().query("up").isEmpty());
    Awaitility.await("orders arrive")
        .atMost(LIMIT)
        .until(() -> sandbox.clickhouse().query("EXISTS orders").equals("1"));
    workload = new MixedWorkload(sandbox.postgres().connect(), 1, 50).start();
  }

  /** With a log of ClickHouse's queries, which a panel shows. */
  private static Sandbox start() {
    System.setProperty(QUERY_LOG, "true");
    try {
      return Sandbox.start(System.out::println);
    } finally {
      System.clearProperty(QUERY_LOG);
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  AlertReceiver receiver() {
    return receiver;
  }

  PrometheusApi prometheus() {
    return new PrometheusApi(stack.prometheusUrl());
  }

  /** What the application tells of itself. */
  String metrics() {
    return RestAssured.given()
        .header("Accept", "text/plain")
        .get(application.url() + "/q/metrics")
        .asString();
  }

  /** A file of the routes folder. */
  Path route(String name) {
    return routes.resolve(name + ".camel.yaml");
  }

  /** Asks for something under {@code /control}. */
  void control(String path) {
    RestAssured.given()
        .post(application.url() + "/control" + path)
        .then()
        .statusCode(Matchers.lessThan(300));
  }

  /** Runs statements in PostgreSQL. */
  void sql(String... statements) throws SQLException {
    try (Connection connection = sandbox.postgres().connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Has a row of the orders become a dead letter. */
  void poison() throws SQLException {
    sandbox
        .clickhouse()
        .query(
            "ALTER TABLE orders_final ADD CONSTRAINT IF NOT EXISTS few CHECK quantity < 1000000");
    sql(
        "INSERT INTO inventory.orders (reference, customer_id, product_id, warehouse, quantity,"
            + " total, status, ordered_at) SELECT reference, customer_id, product_id, warehouse,"
            + " 2000000, total, status, ordered_at FROM inventory.orders LIMIT 1");
    Awaitility.await("a dead letter")
        .atMost(LIMIT)
        .until(
            () ->
                !prometheus()
                    .query("caravan_deliver_dead_letters_total{table=\"inventory.orders\"} > 0")
                    .isEmpty());
  }

  /** Takes the cause away, and puts the dead letter back. */
  void mend() {
    sandbox.clickhouse().query("ALTER TABLE orders_final DROP CONSTRAINT few");
    control("/dead-letters/inventory/orders/replay");
  }

  /** Whatever ended by itself says so here. */
  void check() throws SQLException {
    stack.mustRun();
    workload.check();
  }

  /** For messages. */
  String log() {
    String log = application.log();
    return log.substring(Math.max(0, log.length() - 6_000));
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    workload.close();
    stack.close();
    application.close();
    receiver.close();
    sandbox.close();
  }
}
