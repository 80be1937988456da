package dev.caravan.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MixedWorkloadIT {

  private static final int ORDERS = 1_200;

  private final PostgresService postgres = SharedSandbox.get().postgres();
  private Connection connection;

  @BeforeEach
  void createShop() throws Exception {
    try (Connection server = postgres.connect()) {
      execute(server, "CREATE DATABASE workload");
    }
    connection = connect();
    InventorySchema.create(connection);
    InventoryLoad load = new InventoryLoad(connection, 42, ORDERS);
    load.loadMasterData();
    load.loadOrders(ORDERS);
  }

  @AfterEach
  void removeShop() throws Exception {
    connection.close();
    try (Connection server = postgres.connect()) {
      execute(server, "DROP DATABASE workload");
    }
  }

  @Test
  void theLoadFillsEveryTable() throws Exception {
    assertThat(number("SELECT count(*) FROM inventory.orders")).isEqualTo(ORDERS);
    assertThat(number("SELECT count(*) FROM inventory.customers")).isEqualTo(120);
    assertThat(number("SELECT count(*) FROM inventory.products")).isEqualTo(400);
    assertThat(number("SELECT count(*) FROM inventory.inventory")).isEqualTo(1_600);
  }

  @Test
  void theWorkCountsWhatPostgresSees() throws Exception {
    // Given
    long before = changesSeen();

    // When
    WorkloadCounts counts;
    try (MixedWorkload workload = new MixedWorkload(connect(), 42, 100_000).start()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> workload.counts().rolledBack() >= 20 && workload.counts().changes() >= 1_000);
      workload.stop();
      workload.check();
      counts = workload.counts();
    }

    // Then
    assertThat(counts.transactions()).isGreaterThan(counts.rolledBack());
    assertThat(number("SELECT count(*) FROM inventory.orders WHERE status = 'new'")).isPositive();
    // Rows of rolled back transactions count in PostgreSQL's statistics, so it sees more.
    await().atMost(Duration.ofSeconds(30)).until(() -> changesSeen() - before >= counts.changes());
  }

  private long changesSeen() throws SQLException {
    return number(
        "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
            + " WHERE schemaname = 'inventory'");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/workload".formatted(postgres.host(), postgres.port()),
        postgres.user(),
        postgres.password());
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
