package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.capture.source.SourceCheck;
import dev.caravan.change.TableName;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresPair;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A PostgreSQL 17 fails over to its standby, and the capture goes on there. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class FailOverIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void theCaptureGoesOnAtThePromotedStandby(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, FailOverIT.class);
        PostgresPair pair = PostgresPair.start(sandbox)) {
      // Given a slot that was made without, and a standby
      execute(
          pair.primary(),
          "CREATE SCHEMA inventory",
          Ledger.TABLE,
          "INSERT INTO inventory.orders SELECT i, 0, 0, NULL FROM generate_series(1, 1000) i");
      pipeline.deliver(ORDERS);
      BothSides sides = sides(sandbox, pipeline, pair);
      Application without =
          pipeline.start(capture(pipeline, pair).set("caravan.capture.failover-slot", "false"));
      sides.awaitEqual(ORDERS);
      assertThat(slot(pair.primary(), pipeline, "failover")).isEqualTo("f");
      without.stop();

      // When the capture is to have one that survives, while rows are written
      Application application = pipeline.start(capture(pipeline, pair));
      CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> write(pair, 2_000));
      await("the standby keeps the slot")
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> isKept(pair.standby(), pipeline));
      assertThat(slot(pair.primary(), pipeline, "failover")).isEqualTo("t");
      long before = pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.orders");
      await("rows are captured")
          .atMost(LIMIT)
          .until(() -> pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.orders") > before);
      // And nobody captures at the standby, which has the primary's identity but locks of its own
      try (Connection standby = connect(pair.standby())) {
        assertThatThrownBy(() -> SourceCheck.run(standby)).hasMessageContaining("is a standby");
      }
      // And the primary dies
      Instant died = Instant.now();
      pair.failOver();
      assertThat(writer.get()).isPositive();
      execute(pair.primary(), "INSERT INTO inventory.orders VALUES (1000000, 0, 0, 'promoted')");

      // Then the capture goes on, with what the new primary has, each row once
      sides.awaitEqual(ORDERS);
      System.out.printf(
          "FailOverIT: rows of the promoted standby are in ClickHouse after %s%n",
          Duration.between(died, Instant.now()));
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .hasSize(Integer.parseInt(ask(pair.primary(), "SELECT count(*) FROM inventory.orders")));
      assertThat(slot(pair.primary(), pipeline, "active AND failover")).isEqualTo("t");
      assertThat(application.log()).doesNotContain("needs somebody");
    }
  }

  /** Wakes the server's process that copies slots, which may sleep for 30 s between two looks. */
  private static boolean isKept(PostgresService standby, IsolatedPipeline pipeline)
      throws SQLException {
    execute(standby, "SELECT pg_reload_conf()");
    return "t".equals(slot(standby, pipeline, "synced AND NOT temporary"));
  }

  private static Application.Builder capture(IsolatedPipeline pipeline, PostgresPair pair) {
    return pipeline
        .application()
        .set("caravan.postgres.host", "127.0.0.1")
        .set("caravan.postgres.port", Integer.toString(pair.port()))
        .set("caravan.postgres.database", pair.primary().database())
        .set("caravan.capture.heartbeat-interval", "500ms");
  }

  private static BothSides sides(Sandbox sandbox, IsolatedPipeline pipeline, PostgresPair pair) {
    ClickHouseService server = sandbox.clickhouse();
    return new BothSides(
        () -> connect(pair.primary()),
        () ->
            new ClickHouseAccess(
                server.url(), pipeline.database(), server.user(), server.password()),
        pipeline::logs);
  }

  /** Inserts a row after the other until the server is gone, and returns how many it took. */
  private static int write(PostgresPair pair, int from) {
    int id = from;
    try (Connection connection = connect(pair.primary());
        Statement statement = connection.createStatement()) {
      while (true) {
        statement.execute("INSERT INTO inventory.orders VALUES (" + id + ", 0, 0, 'before')");
        id++;
      }
    } catch (SQLException e) {
      return id - from;
    }
  }

  private static String slot(PostgresService server, IsolatedPipeline pipeline, String what)
      throws SQLException {
    return ask(
        server,
        "SELECT "
            + what
            + " FROM pg_replication_slots WHERE slot_name = '"
            + pipeline.slot()
            + "'");
  }

  private static String ask(PostgresService server, String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static void execute(PostgresService server, String... statements) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(PostgresService server) {
    try {
      return server.connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
