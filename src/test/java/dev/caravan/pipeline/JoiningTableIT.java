package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import dev.caravan.signal.Signal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that join while others are streamed, and tables that are read anew. */
@ExtendWith(SharedSandbox.class)
class JoiningTableIT {

  private static final TableName OTHER = new TableName("inventory", "orders");
  private static final TableName BIG = new TableName("sales", "big");
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int CHANGES_PER_SECOND = 500;

  /** Enough for things to happen amid their reading. */
  private static final int BIG_ROWS = 40_000;

  private IsolatedPipeline pipeline;

  @BeforeEach
  void begin(Sandbox sandbox) {
    pipeline = new IsolatedPipeline(sandbox, JoiningTableIT.class);
    pipeline.sql(
        "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, v bigint, note text)",
        "INSERT INTO inventory.orders SELECT i, i, 'there' FROM generate_series(1, 1000) i",
        "CREATE SCHEMA sales");
    pipeline.deliver(OTHER);
  }

  @AfterEach
  void end() {
    pipeline.close();
  }

  private void createBig(long rows) {
    pipeline.sql(
        "CREATE TABLE sales.big (id bigint PRIMARY KEY, v bigint, note text)",
        "INSERT INTO sales.big SELECT i, i, 'there before ' || i FROM generate_series(1, %d) i"
            .formatted(rows));
  }

  /** With small chunks, so that there are many places to die, to cancel and to change things at. */
  private Application start() {
    return pipeline.start(pipeline.application().set("caravan.capture.batch.max-rows", "1000"));
  }

  private Application startAndAwaitStream() {
    Application application = start();
    pipeline.awaitEqual(OTHER);
    return application;
  }

  private JsonNode progress(TableName table) {
    JsonNode last = MissingNode.getInstance();
    for (JsonNode each : pipeline.kafka().values(pipeline.topicPrefix() + ".positions")) {
      JsonNode progress = each.path("progress");
      if (progress.path("table").asText().equals(table.table())) {
        last = progress;
      }
    }
    return last;
  }

  private void awaitState(TableName table, String state) {
    await(table + " is " + state)
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(progress(table).path("state").asText())
                    .as("%s\n%s", progress(table), pipeline.logs())
                    .isEqualTo(state));
  }

  /** By the files of their routes, as users do. */
  private void capture(TableName... tables) {
    pipeline.deliver(tables);
  }

  /** How often each row came as one that was read or inserted. */
  private Map<Long, Integer> arrivals(TableName table) {
    Map<Long, Integer> arrivals = new HashMap<>();
    pipeline
        .kafka()
        .eachValue(
            pipeline.topicPrefix() + "." + table,
            event -> {
              if ("cr".contains(event.path("op").asText())) {
                arrivals.merge(event.path("after").path("id").asLong(), 1, Integer::sum);
              }
            });
    return arrivals;
  }

  private static int occurrences(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  @Test
  void aLargeTableJoinsUnderLoadThroughKills() throws Exception {
    // Given a table that nobody captures, and two that are
    long rows = Long.getLong("caravan.rows", 80_000);
    createBig(rows);
    Application application = startAndAwaitStream();
    try (SteadyWriter big =
            new SteadyWriter(pipeline.connect(), BIG, rows, CHANGES_PER_SECOND, 1).start();
        SteadyWriter other =
            new SteadyWriter(pipeline.connect(), OTHER, 1000, CHANGES_PER_SECOND / 10, 2).start()) {

      // When it is asked for, and the application is killed twice while it reads
      capture(BIG);
      StringBuilder logs = new StringBuilder();
      for (int kill = 1; kill <= 2; kill++) {
        long behind = rows * kill / 4;
        await("rows are read")
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> progress(BIG).path("rowsRead").asLong() > behind);
        assertThat(progress(BIG).path("state").asText()).isEqualTo("reading");
        application.kill();
        logs.append(application.log());
        application = start();
      }
      awaitState(BIG, "complete");
      logs.append(application.log());
      assertThat(big.stop()).isPositive();
      assertThat(other.stop()).isPositive();

      // Then
      pipeline.awaitEqual(BIG, OTHER);
      Map<Long, Integer> arrivals = arrivals(BIG);
      assertThat(occurrences(logs.toString(), "Going on with the rows of sales.big")).isEqualTo(2);
      assertThat(occurrences(logs.toString(), "Reading sales.big while")).isEqualTo(1);
      assertThat(arrivals.values()).allMatch(times -> times == 1);
      assertThat(arrivals).hasSizeGreaterThanOrEqualTo((int) rows / 2);
      assertThat(progress(BIG).path("rowsExpected").asLong()).isPositive();
    }
  }

  @Test
  void transactionsFromBeforeAreWaitedForAndNobodyElseIs() throws Exception {
    // Given a transaction under way that has written to the table, with a savepoint
    createBig(1000);
    startAndAwaitStream();
    try (Connection early = pipeline.connect();
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      statement.execute("INSERT INTO sales.big VALUES (5001, 1, 'early')");

      // When
      capture(BIG);
      awaitState(BIG, "joining");
      statement.execute("SAVEPOINT one");
      statement.execute("INSERT INTO sales.big VALUES (5002, 1, 'early, after the savepoint')");
      statement.execute("UPDATE sales.big SET v = -1 WHERE id = 7");
      statement.execute("DELETE FROM sales.big WHERE id = 8");
      pipeline.sql(
          "INSERT INTO sales.big VALUES (6001, 1, 'not held up')",
          "UPDATE sales.big SET v = -2 WHERE id = 9",
          "INSERT INTO inventory.orders VALUES (9001, 1, 'not held up')");
      pipeline.awaitEqual(OTHER);
      assertThat(progress(BIG).path("state").asText()).isEqualTo("joining");
      early.commit();
    }

    // Then
    awaitState(BIG, "complete");
    pipeline.awaitEqual(BIG);
    assertThat(arrivals(BIG).values()).allMatch(times -> times == 1);
  }

  @Test
  void tablesOfEveryKindJoin() {
    // Given
    pipeline.sql(
        "CREATE TABLE sales.plain (id bigint, note text)",
        "INSERT INTO sales.plain SELECT i, 'twice' FROM generate_series(1, 500) i, (VALUES (1),"
            + " (2)) n",
        "CREATE TABLE sales.parts (id bigint PRIMARY KEY, note text) PARTITION BY HASH (id)",
        "CREATE TABLE sales.parts_0 PARTITION OF sales.parts FOR VALUES WITH (MODULUS 2, REMAINDER"
            + " 0)",
        "CREATE TABLE sales.parts_1 PARTITION OF sales.parts FOR VALUES WITH (MODULUS 2, REMAINDER"
            + " 1)",
        "INSERT INTO sales.parts SELECT i, 'part' FROM generate_series(1, 700) i",
        "CREATE TABLE sales.empty (id bigint PRIMARY KEY)");
    TableName plain = new TableName("sales", "plain");
    TableName parts = new TableName("sales", "parts");
    TableName empty = new TableName("sales", "empty");
    TableName later = new TableName("sales", "later");
    TableName found = new TableName("inventory", "found");
    startAndAwaitStream();

    // When
    capture(plain, parts, empty, later);
    pipeline.sql(
        "CREATE TABLE inventory.found (id bigint PRIMARY KEY)",
        "INSERT INTO inventory.found SELECT generate_series(1, 300)");
    awaitState(found, "complete");
    capture(found);
    awaitState(later, "waiting");
    assertThat(progress(later).path("reason").asText()).contains("does not exist");
    pipeline.sql(
        "CREATE TABLE sales.later (id bigint PRIMARY KEY)",
        "INSERT INTO sales.later SELECT generate_series(1, 300)",
        "INSERT INTO sales.plain VALUES (1, 'streamed')",
        "INSERT INTO sales.empty VALUES (1)",
        "UPDATE sales.parts SET note = 'changed' WHERE id < 10");

    // Then
    pipeline.awaitEqual(plain, parts, empty, later, found);
    assertThat(arrivals(found)).hasSize(300);
    assertThat(arrivals(found).values()).allMatch(times -> times == 1);
    assertThat(arrivals(plain).values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1001);

    // And a table without a key is read anew as a whole only
    String part = UUID.randomUUID().toString();
    pipeline.signal(Signal.Snapshot.of(plain, part, "id < 10", false));
    await().atMost(LIMIT).until(() -> progress(plain).path("id").asText().equals(part));
    awaitState(plain, "cancelled");
    assertThat(progress(plain).path("reason").asText()).contains("without a key");
    String whole = UUID.randomUUID().toString();
    pipeline.clickhouse("DELETE FROM plain_final WHERE id < 10");
    pipeline.signal(Signal.Snapshot.of(plain, whole, null, false));
    await().atMost(LIMIT).until(() -> progress(plain).path("id").asText().equals(whole));
    awaitState(plain, "complete");
    pipeline.sql("INSERT INTO sales.plain VALUES (2, 'streamed')");
    pipeline.awaitEqual(plain);
  }

  @Test
  void aTableIsReadAnewWholeOrInPart() throws Exception {
    // Given rows ClickHouse lost, and one it has that PostgreSQL has not
    startAndAwaitStream();
    pipeline.clickhouse("DELETE FROM orders_final WHERE id < 500");
    pipeline.clickhouse(
        "INSERT INTO orders_final (id, v, _version, _partition, _offset) VALUES (7777, 1, 1, 0,"
            + " 0)");
    assertThat(pipeline.areEqual(OTHER)).isFalse();

    // When a part is read anew
    String part = UUID.randomUUID().toString();
    pipeline.signal(Signal.Snapshot.of(OTHER, part, "id BETWEEN 1 AND 400 -- some", false));
    await().atMost(LIMIT).until(() -> progress(OTHER).path("id").asText().equals(part));
    awaitState(OTHER, "complete");

    // Then it is there again, and nothing else has changed
    await()
        .atMost(LIMIT)
        .until(() -> pipeline.clickhouse("SELECT count() FROM orders").equals("902"));
    assertThat(progress(OTHER).path("rowsRead").asLong()).isEqualTo(400);

    // When a wrong question is asked
    String wrong = UUID.randomUUID().toString();
    pipeline.signal(Signal.Snapshot.of(OTHER, wrong, "no_such_column = 1", false));
    await().atMost(LIMIT).until(() -> progress(OTHER).path("id").asText().equals(wrong));
    awaitState(OTHER, "cancelled");
    assertThat(progress(OTHER).path("reason").asText()).contains("no_such_column");

    // When all is read anew while it is written to
    String all = UUID.randomUUID().toString();
    try (SteadyWriter writer =
        new SteadyWriter(pipeline.connect(), OTHER, 1000, CHANGES_PER_SECOND, 3).start()) {
      pipeline.signal(Signal.Snapshot.of(OTHER, all, null, false));
      await().atMost(LIMIT).until(() -> progress(OTHER).path("id").asText().equals(all));
      awaitState(OTHER, "complete");
      assertThat(writer.stop()).isPositive();
    }

    // Then
    pipeline.awaitEqual(OTHER);
  }

  @Test
  void aTableThatChangesAmidTheReadingEndsUpEqual() throws Exception {
    // Given
    createBig(BIG_ROWS);
    TableName plain = new TableName("sales", "plain");
    TableName whole = new TableName("sales", "whole");
    pipeline.sql(
        "CREATE TABLE sales.plain (id bigint, note text)",
        "INSERT INTO sales.plain SELECT i, 'there' FROM generate_series(1, 50000) i",
        "CREATE TABLE sales.whole (id bigint, note text)",
        "ALTER TABLE sales.whole REPLICA IDENTITY FULL",
        "INSERT INTO sales.whole SELECT i % 20000, 'there' FROM generate_series(1, 40000) i");
    startAndAwaitStream();

    // When rows are rewritten, emptied and altered while they are read
    capture(BIG, plain, whole);
    await().atMost(LIMIT).until(() -> progress(BIG).path("rowsRead").asLong() > 0);
    pipeline.sql("VACUUM FULL sales.big");
    pipeline.sql("ALTER TABLE sales.big ADD COLUMN added text DEFAULT 'new'");
    pipeline.sql("UPDATE sales.big SET added = 'changed' WHERE id % 1000 = 0");
    pipeline.sql("TRUNCATE sales.plain", "INSERT INTO sales.plain VALUES (1, 'after')");
    for (int i = 0; i < 20; i++) {
      // There and back, so that a change which is read and streamed is not made up for by another.
      pipeline.sql(
          "UPDATE sales.whole SET note = 'changed' WHERE id % 20 = " + i,
          "UPDATE sales.whole SET note = 'there' WHERE id % 40 = " + i);
    }
    awaitState(BIG, "complete");
    awaitState(plain, "complete");
    awaitState(whole, "complete");

    // Then
    pipeline.awaitEqual(BIG, plain, whole);
  }

  @Test
  void aRequestDoesNotTakeThePlaceOfATableThatJoins() throws Exception {
    // Given
    createBig(BIG_ROWS);
    startAndAwaitStream();
    capture(BIG);
    await().atMost(LIMIT).until(() -> progress(BIG).path("rowsRead").asLong() > 0);

    // When
    String part = UUID.randomUUID().toString();
    pipeline.signal(Signal.Snapshot.of(BIG, part, "id < 10", false));

    // Then it is granted when all rows are read
    await().atMost(LIMIT).until(() -> progress(BIG).path("id").asText().equals(part));
    awaitState(BIG, "complete");
    pipeline.awaitEqual(BIG);
    assertThat(arrivals(BIG)).hasSize(BIG_ROWS);
  }

  @Test
  void aReadingIsCancelled() throws Exception {
    // Given
    createBig(BIG_ROWS);
    Application application = startAndAwaitStream();
    capture(BIG);
    awaitState(BIG, "complete");
    String id = UUID.randomUUID().toString();
    pipeline.signal(Signal.Snapshot.of(BIG, id, null, false));
    await().atMost(LIMIT).until(() -> progress(BIG).path("id").asText().equals(id));

    // When
    pipeline.signal(Signal.Snapshot.of(BIG, id, null, true));

    // Then it ends there, also for the next start, and no row is gone
    awaitState(BIG, "cancelled");
    long read = progress(BIG).path("rowsRead").asLong();
    application.stop();
    startAndAwaitStream();
    pipeline.sql("UPDATE sales.big SET v = 0 WHERE id = 1");
    pipeline.awaitEqual(BIG);
    assertThat(progress(BIG).path("rowsRead").asLong()).isEqualTo(read).isLessThan(BIG_ROWS);
  }
}
