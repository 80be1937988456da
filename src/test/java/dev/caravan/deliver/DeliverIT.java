package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.RouteDelivery.Status;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SandboxException;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.apache.camel.FailedToCreateRouteException;
import org.assertj.core.api.Assertions;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliverIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", "int4", null, null, false, "int32"),
          new Column("customer", "text", null, null, true, "string"),
          new Column("total", "numeric", 10, 2, true, "string"),
          new Column("paid", "bool", null, null, false, "boolean"),
          new Column("at", "timestamptz", null, null, true, "io.debezium.time.ZonedTimestamp"),
          new Column("day", "date", null, null, true, "io.debezium.time.Date"),
          new Column("ref", "uuid", null, null, true, "io.debezium.data.Uuid"),
          new Column("tags", "text[]", null, null, false, "string"));
  private static final Shape SHAPE = new Shape(ORDERS, COLUMNS, List.of("id"));

  private static Sandbox sandbox;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Topics topics;
  private String table;
  private ChangeLog log;

  @BeforeAll
  static void start() {
    sandbox = SharedSandbox.get();
  }

  @BeforeEach
  void newNames() throws Exception {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    topics = new Topics("t" + unique);
    table = "orders_" + unique;
    log = new ChangeLog(sandbox, topics, ORDERS, 3);
    open.add(log);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void createsTheTableOfAnnouncedShapeBeforeItsFirstRow() throws Exception {
    // Given
    log.announce(SHAPE);

    // When
    deliver(Map.of());

    // Then
    soon().until(() -> query("SELECT count() FROM " + table).equals("0"));
  }

  @Test
  void showsTheRowsAsTheyAreNow() throws Exception {
    // Given
    log.announce(SHAPE);
    deliver(Map.of());

    // When
    log.insert(1, 4, DeliverIT::row);
    log.change(2, "null", row(2).replace("\"total\":\"2.50\"", "\"total\":\"-99.99\""), 'u');
    log.change(3, "{\"id\":3,\"customer\":null,\"total\":null,\"paid\":null}", "null", 'd');

    // Then
    soon().until(() -> query("SELECT count() FROM " + table).equals("2"));
    soon()
        .untilAsserted(
            () ->
                assertThat(query("SELECT * FROM " + table + " ORDER BY id"))
                    .isEqualTo(
                        "1\tCustomer é 1\t1.5\ttrue\t2026-11-23 09:30:00.123456\t2026-11-23"
                            + "\t61f0c404-5cb3-11e7-907b-a6006ad3dba0\t['a',NULL]\n"
                            + "2\tCustomer é 2\t-99.99\ttrue\t2026-11-23 09:30:00.123456\t2026-11-23"
                            + "\t61f0c404-5cb3-11e7-907b-a6006ad3dba0\t['a',NULL]"));
  }

  @Test
  void addsAColumnTheSourceHasGot() throws Exception {
    // Given
    log.announce(SHAPE);
    deliver(Map.of());
    log.insert(1, 3, DeliverIT::row);
    List<Column> more = new ArrayList<>(COLUMNS);
    more.add(new Column("note", "text", null, null, true, "string"));

    // When
    log.announce(new Shape(ORDERS, more, List.of("id")));
    log.insert(3, 5, id -> row(id).replace("\"tags\"", "\"note\":\"n" + id + "\",\"tags\""));

    // Then
    soon()
        .until(
            () ->
                query("SELECT groupArray(note) FROM (SELECT * FROM " + table + " ORDER BY id)")
                    .equals("['n3','n4']"));
    assertThat(query("SELECT count(), countIf(note IS NULL) FROM " + table)).isEqualTo("4\t2");
  }

  @Test
  void insertsABatchAsOneBlockIntoOnePart() throws Exception {
    // Given
    log.announce(SHAPE);
    log.insert(0, 50_000, DeliverIT::row);
    createView();

    // When
    deliver(Map.of("caravan.deliver.freshness", "3s"));

    // Then
    soon().until(() -> rowsSeenByView().equals("50000"));
    assertThat(query("SELECT count() FROM " + table + "_seen")).isEqualTo("1");
  }

  @Test
  void deliversABacklogInFewInserts() throws Exception {
    // Given
    log.announce(SHAPE);
    log.insert(0, 60_000, DeliverIT::row);

    // When
    DeliverContext context = deliver(Map.of());

    // Then
    soon().until(() -> query("SELECT count() FROM " + table + "_final").equals("60000"));
    assertThat(context.meters.get("caravan.deliver.batch.rows").summary().count())
        .isLessThanOrEqualTo(3);
  }

  @Test
  void delaysNoChangeOfAnIdleTableAsLongAsItMayTake() throws Exception {
    // Given
    log.announce(SHAPE);
    deliver(Map.of("caravan.deliver.freshness", "2m"));
    soon().until(() -> query("SELECT count() FROM " + table).equals("0"));

    // When
    log.insert(1, 2, DeliverIT::row);

    // Then
    soon().until(() -> query("SELECT count() FROM " + table).equals("1"));
  }

  @Test
  void makesFewerPartsThanTransactionsWhereTheseAreMany() throws Exception {
    // Given
    log.announce(SHAPE);
    DeliverContext context = deliver(Map.of("caravan.deliver.freshness", "10ms"));
    soon().until(() -> query("SELECT count() FROM " + table).equals("0"));

    // When
    long start = System.nanoTime();
    for (int id = 0; id < 300; id++) {
      log.insert(id, id + 1, DeliverIT::row);
    }
    soon().until(() -> query("SELECT count() FROM " + table + "_final").equals("300"));
    long tenths = (System.nanoTime() - start) / 100_000_000;

    // Then
    assertThat(context.meters.get("caravan.deliver.batch.rows").summary().count())
        .isBetween(2L, 2 * tenths + 3);
  }

  @Test
  void readsAgainWithoutRepeatingWhenCommitsWereLost() throws Exception {
    // Given
    log.announce(SHAPE);
    createView();
    log.insert(0, 5_000, DeliverIT::row);
    DeliverContext first = deliver(Map.of("caravan.deliver.batch.max-rows", "700"));
    soon().until(() -> rowsSeenByView().equals("5000"));
    first.close();
    log.forgetCommits("caravan-" + table);

    // When
    deliver(Map.of("caravan.deliver.batch.max-rows", "1100"));
    log.insert(5_000, 6_000, DeliverIT::row);

    // Then
    soon().until(() -> rowsSeenByView().equals("6000"));
    assertThat(query("SELECT count(), uniqExact(_partition, _offset) FROM " + table + "_final"))
        .isEqualTo("6000\t6000");
  }

  @Test
  void losesAndRepeatsNothingWhileClickHouseIsKilledAgainAndAgain() throws Exception {
    // Given
    log.announce(SHAPE);
    createView();
    DeliverContext context = deliver(Map.of("caravan.deliver.batch.max-rows", "2000"));

    // When
    for (int round = 0; round < 5; round++) {
      log.insert(round * 10_000, round * 10_000 + 10_000, DeliverIT::row);
      String seen = String.valueOf(round * 10_000 + 2_000);
      soon().until(() -> Long.parseLong(rowsSeenByView()) >= Long.parseLong(seen));
      sandbox.clickhouse().kill();
      awaitWaitingOrDone(context);
      sandbox.clickhouse().start();
    }

    // Then
    soon().until(() -> rowsSeenByView().equals("50000"));
    assertThat(query("SELECT count(), uniqExact(id) FROM " + table)).isEqualTo("50000\t50000");
  }

  private static void awaitWaitingOrDone(DeliverContext context) {
    DoubleSupplier lag = () -> context.meters.get("caravan.deliver.lag").gauge().value();
    try {
      soon()
          .until(
              () ->
                  context.state.snapshot().get(0).status() == Status.WAITING
                      || lag.getAsDouble() == 0);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s, lag %.0f%n%s"
              .formatted(context.state.snapshot(), lag.getAsDouble(), DeliverThreads.dump()),
          e);
    }
  }

  @Test
  void sharesThePartitionsBetweenDeliverersThatComeAndGo() throws Exception {
    // Given
    log.announce(SHAPE);
    createView();
    Map<String, String> settings = Map.of("caravan.deliver.batch.max-rows", "500");
    deliver(settings);

    // When
    log.insert(0, 5_000, DeliverIT::row);
    DeliverContext second = deliver(settings);
    log.insert(5_000, 10_000, DeliverIT::row);
    soon().until(() -> Long.parseLong(rowsSeenByView()) > 5_000);
    second.close();
    log.insert(10_000, 15_000, DeliverIT::row);

    // Then
    soon().until(() -> rowsSeenByView().equals("15000"));
    assertThat(query("SELECT count() FROM " + table)).isEqualTo("15000");
  }

  @Test
  void refusesOptionsItDoesNotKnow() {
    Assertions.assertThatThrownBy(
            () ->
                open.add(
                    DeliverContext.start(
                        sandbox,
                        topics,
                        Map.of(),
                        DeliverContext.route(table, log.topic, "?groupIdd=x", table))))
        .isInstanceOf(FailedToCreateRouteException.class)
        .rootCause()
        .hasMessageContaining("groupIdd");
  }

  private DeliverContext deliver(Map<String, String> settings) throws Exception {
    DeliverContext context =
        DeliverContext.start(
            sandbox,
            topics,
            settings,
            DeliverContext.route(table, log.topic, "", table + "_final"));
    open.add(context);
    return context;
  }

  private static ConditionFactory soon() {
    // Until the table exists, and while ClickHouse is away, the question itself fails.
    return await().atMost(SOON).ignoreExceptionsInstanceOf(SandboxException.class);
  }

  /** A view that counts the rows of each insert it sees. */
  private void createView() {
    Shape shape = SHAPE;
    query(
        TableDdl.createTable(
            new TargetName(sandbox.clickhouse().database(), table + "_final"), shape));
    query(
        "CREATE VIEW "
            + table
            + " AS SELECT * EXCEPT (_version, _deleted, _committed_at, _partition, _offset) FROM "
            + table
            + "_final FINAL");
    query(
        "CREATE TABLE "
            + table
            + "_seen (n UInt64) ENGINE = MergeTree ORDER BY n"
            + " SETTINGS non_replicated_deduplication_window = 1000");
    query(
        "CREATE MATERIALIZED VIEW "
            + table
            + "_mv TO "
            + table
            + "_seen AS SELECT count() AS n FROM "
            + table
            + "_final");
  }

  private String rowsSeenByView() {
    return query("SELECT sum(n) FROM " + table + "_seen");
  }

  private static String query(String sql) {
    return sandbox.clickhouse().query(sql);
  }

  private static String row(int id) {
    return "{\"id\":%d,\"customer\":\"Customer é %d\",\"total\":\"%d.50\",\"paid\":true,\"at\":\"2026-11-23T09:30:00.123456Z\",\"day\":20780,\"ref\":\"61f0c404-5cb3-11e7-907b-a6006ad3dba0\",\"tags\":\"{a,NULL}\"}"
        .formatted(id, id, id);
  }
}
