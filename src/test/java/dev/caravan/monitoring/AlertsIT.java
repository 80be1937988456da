package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Troubles that are made for real fire their alert in Prometheus, reach people through
 * Alertmanager, and are taken back after the remedy. Time goes sixty times as fast for the rules;
 * nothing else about them is changed.
 */
@Tag("timed")
class AlertsIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static WatchedShop shop;

  @BeforeAll
  static void start() throws Exception {
    NeededPrograms.check();
    shop = new WatchedShop();
  }

  @AfterAll
  static void stop() throws Exception {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void troublesReachPeopleAndAreTakenBack() throws Exception {
    clickHouseDies();
    nobodyCaptures();
    theSlotIsHeld();
    aRowCannotLand();
    aRouteIsRefused();
    aTableLags();
    assertThat(shop.receiver().of("Watchdog")).isNotEmpty();
    shop.check();
  }

  private void clickHouseDies() {
    shop.sandbox().clickhouse().kill();
    fires("ClickHouseDown", "critical");
    // What only follows from it fires as well, and nobody is bothered with it.
    await("TableWaiting fires").atMost(LIMIT).until(() -> shop.prometheus().fires("TableWaiting"));
    assertThat(shop.receiver().of("TableWaiting")).isEmpty();
    shop.sandbox().clickhouse().start();
    isOver("ClickHouseDown");
  }

  /** Somebody else holds the lock, so the capture stands by. */
  private void nobodyCaptures() throws Exception {
    try (Connection other = shop.sandbox().postgres().connect();
        Statement statement = other.createStatement()) {
      CompletableFuture<Void> taking =
          CompletableFuture.runAsync(
              () -> {
                try {
                  statement.execute(
                      "SELECT pg_advisory_lock(hashtextextended('caravan capture caravan', 0))");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      await("the lock is taken")
          .atMost(LIMIT)
          .until(
              () -> {
                shop.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks"
                        + " WHERE locktype = 'advisory' AND granted AND pid <> "
                        + other.unwrap(PGConnection.class).getBackendPID());
                return taking.isDone();
              });
      taking.get();
      fires("CaptureNotRunning", "critical");
    }
    isOver("CaptureNotRunning");
  }

  private void theSlotIsHeld() throws Exception {
    shop.control("/capture/pause");
    await("most of the budget is used")
        .atMost(LIMIT)
        .until(
            () -> {
              shop.sql(
                  "SELECT pg_logical_emit_message(false, 'filler',"
                      + " repeat(md5(random()::text), 32000)) FROM generate_series(1, 8)");
              return safe() < 70 << 20;
            });
    fires("SlotWalBudgetLow", "warning");
    fires("CapturePaused", "warning");
    shop.control("/capture/resume");
    isOver("SlotWalBudgetLow");
    isOver("CapturePaused");
  }

  private static long safe() throws Exception {
    try (Connection connection = shop.sandbox().postgres().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT safe_wal_size FROM pg_replication_slots WHERE slot_name = 'caravan'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void aRowCannotLand() throws Exception {
    shop.poison();
    fires("DeadLetters", "warning");
    shop.mend();
    isOver("DeadLetters");
  }

  private void aRouteIsRefused() throws Exception {
    Files.writeString(shop.route("wrong"), "- route:\n    from: nowhere\n");
    fires("RouteRefused", "warning");
    Files.delete(shop.route("wrong"));
    isOver("RouteRefused");
  }

  private void aTableLags() throws Exception {
    await("LagGrowing fires")
        .atMost(LIMIT)
        .until(
            () -> {
              shop.sql(
                  "INSERT INTO inventory.orders (reference, customer_id, product_id, warehouse,"
                      + " quantity, total, status, ordered_at) SELECT reference, customer_id,"
                      + " product_id, warehouse, quantity, total, status, now()"
                      + " FROM inventory.orders LIMIT 1500");
              return shop.prometheus().fires("LagGrowing");
            });
    fires("LagGrowing", "warning");
    isOver("LagGrowing");
  }

  private void fires(String alert, String receiver) {
    awaitAlert(alert + " fires", alert, () -> shop.prometheus().fires(alert));
    awaitAlert(alert + " is told", alert, () -> shop.receiver().saidLast(alert, "firing"));
    assertThat(shop.receiver().of(alert))
        .allSatisfy(
            message -> {
              assertThat(message.receiver()).isEqualTo(receiver);
              assertThat(message.runbook()).isEqualTo("docs/runbooks/" + alert + ".md");
            });
  }

  private void isOver(String alert) {
    awaitAlert(alert + " is over", alert, () -> !shop.prometheus().fires(alert));
    awaitAlert(alert + " is taken back", alert, () -> shop.receiver().saidLast(alert, "resolved"));
  }

  private void awaitAlert(String what, String alert, Callable<Boolean> condition) {
    try {
      await(what).atMost(LIMIT).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          e.getMessage() + "\ntold: " + shop.receiver().of(alert) + "\n" + shop.log(), e);
    }
  }
}
