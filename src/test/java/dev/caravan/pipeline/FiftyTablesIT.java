package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.pipeline.RouteFolder.Way;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many tables are added by route files, some of which are broken, while everything is in use. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class FiftyTablesIT {

  private static final int TABLES = 50;
  private static final int ROWS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final String SHAPE = " (id bigint PRIMARY KEY, v bigint, note text)";

  /** Every way a file can be wrong that is worth one; %s is the topic prefix. */
  private static final List<String> BROKEN =
      List.of(
          "- route:\n    id: broken\n    from: [\n",
          route("b1", "sales.t01", "clickhouse:t01_final?noSuchOption=1"),
          route("b2", "sales.t02", "clickhouse:"),
          route("b3", "sales.t03", "nosuchcomponent:x"),
          route("orders", "inventory.orders", "clickhouse:orders_final"),
          route("b4", "no_schema", "clickhouse:t04_final"),
          route("b5", "sales.t05", "clickhouse:t05_final").stripTrailing(),
          "",
          "- route:\n    id: b6\n    from:\n      uri: kafka:%s.sales.t06\n      steps: []\n",
          route("b7", "sales.t07", "clickhouse:t07_final").replace("steps", "stepz"));

  private static String route(String id, String table, String target) {
    return """
        - route:
            id: %s
            from:
              uri: kafka:%%s.%s
              steps:
                - to: %s
        """
        .formatted(id, table, target);
  }

  private static TableName table(int number) {
    return new TableName("sales", "t%02d".formatted(number));
  }

  @Test
  void fiftyTablesAreAddedOneAfterTheOther(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, FiftyTablesIT.class)) {
      // Given tables nobody captures, and one that is in use
      pipeline.sql(
          "CREATE TABLE inventory.orders" + SHAPE,
          "INSERT INTO inventory.orders SELECT i, i, 'there' FROM generate_series(1, 1000) i",
          "CREATE SCHEMA sales");
      List<TableName> tables = new ArrayList<>();
      for (int i = 1; i <= TABLES; i++) {
        pipeline.sql(
            "CREATE TABLE " + table(i) + SHAPE,
            "INSERT INTO %s SELECT i, i, 'there' FROM generate_series(1, %d) i"
                .formatted(table(i), ROWS));
        tables.add(table(i));
      }
      String prefix = pipeline.topicPrefix();
      pipeline
          .routes()
          .write(
              Way.RENAME,
              "orders",
              route("orders", "inventory.orders", "clickhouse:orders_final").formatted(prefix));
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(ORDERS);

      // When files come one after the other, and every table is written to all the while
      try (SteadyWriter orders =
              new SteadyWriter(pipeline.connect(), ORDERS, 1000, 200, 1).start();
          SteadyTables others = new SteadyTables(pipeline.connect(), tables).start()) {
        Way[] ways = Way.values();
        for (int i = 1; i <= TABLES; i++) {
          String file =
              route(
                      table(i).table(),
                      table(i).toString(),
                      "clickhouse:" + table(i).table() + "_final")
                  .formatted(prefix);
          pipeline.routes().write(ways[i % ways.length], table(i).table(), file);
          if (i % 5 == 0) {
            int broken = i / 5 - 1;
            pipeline
                .routes()
                .write(Way.RENAME, "broken" + broken, BROKEN.get(broken).replace("%s", prefix));
          }
          TimeUnit.MILLISECONDS.sleep(200);
        }
        await("every table has rows in ClickHouse")
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(
                            pipeline.clickhouse(
                                "SELECT count() FROM system.tables WHERE database = currentDatabase()"
                                    + " AND name LIKE 't%_final' AND total_rows > 0"))
                        .as(() -> pipeline.logs())
                        .isEqualTo(String.valueOf(TABLES)));
        assertThat(orders.stop()).isPositive();
        assertThat(others.stop()).isPositive();
      }

      // Then
      pipeline.awaitEqual(ORDERS);
      pipeline.awaitEqual(tables.toArray(TableName[]::new));
      assertThat(get(application.url() + "/q/metrics").asString())
          .containsPattern("caravan_routes_refused(\\{\\})? 10\\.0")
          .containsPattern("caravan_routes_running(\\{\\})? 51\\.0");
      String log = application.log();
      for (TableName table : tables) {
        assertThat(starts(log, table.table())).as(table + "\n" + log).isEqualTo(1);
      }
      assertThat(starts(log, "orders")).isEqualTo(1);
    }
  }

  private static long starts(String log, String route) {
    return Pattern.compile("Route " + route + " delivers").matcher(log).results().count();
  }
}
