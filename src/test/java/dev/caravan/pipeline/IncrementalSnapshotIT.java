package dev.caravan.pipeline;

import static dev.caravan.pipeline.JoiningTables.BIG_ROWS;
import static dev.caravan.pipeline.JoiningTables.CHANGES_PER_SECOND;
import static dev.caravan.pipeline.JoiningTables.LIMIT;
import static dev.caravan.pipeline.JoiningTables.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tables that join while others are streamed, and tables that are read anew, all in one application
 * that goes on; see {@link JoiningTableIT} for one that ends meanwhile.
 */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class IncrementalSnapshotIT {

  private static final TableName EARLY = new TableName("sales", "early");
  private static final TableName ANEW = new TableName("sales", "anew");
  private static final TableName REWRITTEN = new TableName("sales", "rewritten");
  private static final TableName REQUESTED = new TableName("sales", "requested");

  private static JoiningTables joining;
  private static IsolatedPipeline pipeline;

  @BeforeAll
  static void begin(Sandbox sandbox) {
    joining = new JoiningTables(sandbox, IncrementalSnapshotIT.class);
    pipeline = joining.pipeline;
    joining.startAndAwaitStream();
  }

  @AfterAll
  static void end() {
    joining.close();
  }

  @Test
  void transactionsFromBeforeAreWaitedForAndNobodyElseIs() throws Exception {
    // Given a transaction under way that has written to the table, with a savepoint
    joining.create(EARLY, 1_000);
    try (Connection early = pipeline.connect();
        Statement statement = early.createStatement()) {
      early.setAutoCommit(false);
      statement.execute("INSERT INTO sales.early VALUES (5001, 1, 'early')");

      // When
      joining.capture(EARLY);
      joining.awaitState(EARLY, "joining");
      statement.execute("SAVEPOINT one");
      statement.execute("INSERT INTO sales.early VALUES (5002, 1, 'early, after the savepoint')");
      statement.execute("UPDATE sales.early SET v = -1 WHERE id = 7");
      statement.execute("DELETE FROM sales.early WHERE id = 8");
      pipeline.sql(
          "INSERT INTO sales.early VALUES (6001, 1, 'not held up')",
          "UPDATE sales.early SET v = -2 WHERE id = 9",
          "INSERT INTO inventory.orders VALUES (9001, 1, 'not held up')");
      pipeline.awaitEqual(OTHER);
      assertThat(joining.progress(EARLY).path("state").asText()).isEqualTo("joining");
      early.commit();
    }

    // Then
    joining.awaitState(EARLY, "complete");
    pipeline.awaitEqual(EARLY);
    assertThat(joining.arrivals(EARLY).values()).allMatch(times -> times == 1);
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

    // When
    joining.capture(plain, parts, empty, later);
    pipeline.sql(
        "CREATE TABLE inventory.found (id bigint PRIMARY KEY)",
        "INSERT INTO inventory.found SELECT generate_series(1, 300)");
    joining.awaitState(found, "complete");
    joining.capture(found);
    joining.awaitState(later, "waiting");
    assertThat(joining.progress(later).path("reason").asText()).contains("does not exist");
    pipeline.sql(
        "CREATE TABLE sales.later (id bigint PRIMARY KEY)",
        "INSERT INTO sales.later SELECT generate_series(1, 300)",
        "INSERT INTO sales.plain VALUES (1, 'streamed')",
        "INSERT INTO sales.empty VALUES (1)",
        "UPDATE sales.parts SET note = 'changed' WHERE id < 10");

    // Then
    pipeline.awaitEqual(plain, parts, empty, later, found);
    assertThat(joining.arrivals(found)).hasSize(300);
    assertThat(joining.arrivals(found).values()).allMatch(times -> times == 1);
    assertThat(joining.arrivals(plain).values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(1001);

    // And a table without a key is read anew as a whole only
    joining.awaitRequest(plain, joining.readAnew(plain, "id < 10"));
    joining.awaitState(plain, "cancelled");
    assertThat(joining.progress(plain).path("reason").asText()).contains("without a key");
    pipeline.clickhouse("DELETE FROM plain_final WHERE id < 10");
    joining.awaitRequest(plain, joining.readAnew(plain, null));
    joining.awaitState(plain, "complete");
    pipeline.sql("INSERT INTO sales.plain VALUES (2, 'streamed')");
    pipeline.awaitEqual(plain);
  }

  @Test
  void aTableIsReadAnewWholeOrInPart() throws Exception {
    // Given rows ClickHouse lost, and one it has that PostgreSQL has not
    joining.create(ANEW, 1_000);
    joining.capture(ANEW);
    joining.awaitState(ANEW, "complete");
    pipeline.awaitEqual(ANEW);
    pipeline.clickhouse("DELETE FROM anew_final WHERE id < 500");
    pipeline.clickhouse(
        "INSERT INTO anew_final (id, v, _version, _partition, _offset) VALUES (7777, 1, 1, 0,"
            + " 0)");
    assertThat(pipeline.areEqual(ANEW)).isFalse();

    // When a part is read anew
    joining.awaitRequest(ANEW, joining.readAnew(ANEW, "id BETWEEN 1 AND 400 -- some"));
    joining.awaitState(ANEW, "complete");

    // Then it is there again, and nothing else has changed
    await()
        .atMost(LIMIT)
        .until(() -> pipeline.clickhouse("SELECT count() FROM anew").equals("902"));
    assertThat(joining.progress(ANEW).path("rowsRead").asLong()).isEqualTo(400);

    // When a wrong question is asked
    joining.awaitRequest(ANEW, joining.readAnew(ANEW, "no_such_column = 1"));
    joining.awaitState(ANEW, "cancelled");
    assertThat(joining.progress(ANEW).path("reason").asText()).contains("no_such_column");

    // When all is read anew while it is written to
    try (SteadyWriter writer =
        new SteadyWriter(pipeline.connect(), ANEW, 1000, CHANGES_PER_SECOND, 3).start()) {
      joining.awaitRequest(ANEW, joining.readAnew(ANEW, null));
      joining.awaitState(ANEW, "complete");
      assertThat(writer.stop()).isPositive();
    }

    // Then
    pipeline.awaitEqual(ANEW);
  }

  @Test
  void aTableThatChangesAmidTheReadingEndsUpEqual() throws Exception {
    // Given
    joining.create(REWRITTEN, BIG_ROWS);
    TableName emptied = new TableName("sales", "emptied");
    TableName whole = new TableName("sales", "whole");
    pipeline.sql(
        "CREATE TABLE sales.emptied (id bigint, note text)",
        "INSERT INTO sales.emptied SELECT i, 'there' FROM generate_series(1, 50000) i",
        "CREATE TABLE sales.whole (id bigint, note text)",
        "ALTER TABLE sales.whole REPLICA IDENTITY FULL",
        "INSERT INTO sales.whole SELECT i % 20000, 'there' FROM generate_series(1, 40000) i");

    // When rows are rewritten, emptied and altered while they are read
    joining.capture(REWRITTEN, emptied, whole);
    joining.awaitRows(REWRITTEN, 0);
    pipeline.sql("VACUUM FULL sales.rewritten");
    pipeline.sql("ALTER TABLE sales.rewritten ADD COLUMN added text DEFAULT 'new'");
    pipeline.sql("UPDATE sales.rewritten SET added = 'changed' WHERE id % 1000 = 0");
    pipeline.sql("TRUNCATE sales.emptied", "INSERT INTO sales.emptied VALUES (1, 'after')");
    for (int i = 0; i < 20; i++) {
      // There and back, so that a change which is read and streamed is not made up for by another.
      pipeline.sql(
          "UPDATE sales.whole SET note = 'changed' WHERE id % 20 = " + i,
          "UPDATE sales.whole SET note = 'there' WHERE id % 40 = " + i);
    }
    joining.awaitState(REWRITTEN, "complete");
    joining.awaitState(emptied, "complete");
    joining.awaitState(whole, "complete");

    // Then
    pipeline.awaitEqual(REWRITTEN, emptied, whole);
  }

  @Test
  void aRequestDoesNotTakeThePlaceOfATableThatJoins() throws Exception {
    // Given
    joining.create(REQUESTED, BIG_ROWS);
    joining.capture(REQUESTED);
    joining.awaitRows(REQUESTED, 0);

    // When
    String part = joining.readAnew(REQUESTED, "id < 10");

    // Then it is granted when all rows are read
    joining.awaitRequest(REQUESTED, part);
    joining.awaitState(REQUESTED, "complete");
    pipeline.awaitEqual(REQUESTED);
    assertThat(joining.arrivals(REQUESTED)).hasSize(BIG_ROWS);
  }
}
