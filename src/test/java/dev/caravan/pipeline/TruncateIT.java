package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TRUNCATE empties a table of what was there before it, and of nothing that came after. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class TruncateIT {

  private static final TableName ONE = new TableName("inventory", "one");
  private static final TableName TWO = new TableName("inventory", "two");
  private static final TableName KEYLESS = new TableName("inventory", "keyless");
  private static final TableName APPENDED = new TableName("inventory", "appended");
  private static final TableName[] TABLES = {ONE, TWO, KEYLESS, APPENDED};

  private static final String ALL =
      "inventory.one, inventory.two, inventory.keyless, inventory.appended";
  private static final int ROUNDS = 6;
  private static final int TRUNCATES = 50;
  private static final int KILLS = 3;
  private static final int LAST_ROWS = 50;

  @Test
  void emptiesWhatWasThereBeforeAndNothingElseWhateverDies(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = pipeline(sandbox);
        Connection connection = pipeline.connect()) {
      prepare(pipeline);
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(TABLES);
      emptiesWhatWasThereBeforeAndNothingElse(pipeline, connection);
      bringsNothingBackWhateverDies(pipeline, connection, application);
    }
  }

  /** The same without what kills the application. */
  void emptiesWhatWasThereBeforeAndNothingElse(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = pipeline(sandbox);
        Connection connection = pipeline.connect()) {
      prepare(pipeline);
      pipeline.start(pipeline.application());
      pipeline.awaitEqual(TABLES);
      emptiesWhatWasThereBeforeAndNothingElse(pipeline, connection);
    }
  }

  private static void emptiesWhatWasThereBeforeAndNothingElse(
      IsolatedPipeline pipeline, Connection connection) throws Exception {
    // When a table is emptied by itself
    pipeline.sql("TRUNCATE inventory.two");
    pipeline.awaitEqual(TABLES);

    // And rows are written before and after, in the transaction, also with keys that were there
    transaction(
        connection,
        insert(1001, 1100),
        "TRUNCATE inventory.one",
        "INSERT INTO inventory.one SELECT n, 'again' FROM generate_series(50, 150) n");
    pipeline.awaitEqual(TABLES);

    // And several tables by one statement, twice
    transaction(
        connection,
        insert(2001, 2100),
        "TRUNCATE " + ALL,
        insert(1, 60),
        "TRUNCATE " + ALL,
        insert(30, 90));
    pipeline.awaitEqual(TABLES);

    // And one whose work is rolled back
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + ALL);
      connection.rollback();
    }
    pipeline.sql("UPDATE inventory.one SET v = 'after' WHERE id = 60");

    // Then
    pipeline.awaitEqual(TABLES);
    assertThat(pipeline.clickhouse("SELECT count() FROM one")).isEqualTo("61");
  }

  private static void bringsNothingBackWhateverDies(
      IsolatedPipeline pipeline, Connection connection, Application running) throws Exception {
    long seed = System.nanoTime();
    System.out.println("TruncateIT seed " + seed);
    Random random = new Random(seed);
    Application application = running;

    // When the application is killed around each TRUNCATE
    for (int round = 0; round < ROUNDS; round++) {
      pipeline.sql(insert(10_000 * (round + 1), 10_000 * (round + 1) + random.nextInt(2_000)));
      transaction(connection, insert(101, 200), "TRUNCATE " + ALL, insert(150, 250));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
      if (round % 2 == 0) {
        application.kill();
        application = pipeline.start(pipeline.application());
      }
      transaction(connection, "TRUNCATE " + ALL, insert(1, 100));
      if (round % 4 == 3) {
        application.awaitReady(Duration.ofSeconds(60));
      }
    }
    pipeline.awaitEqual(TABLES);

    // Then a restart brings nothing back
    application.kill();
    application = pipeline.start(pipeline.application());
    application.awaitReady(Duration.ofSeconds(60));
    pipeline.sql(insert(1_000_000, 1_000_000));
    pipeline.awaitEqual(TABLES);
    for (TableName table : TABLES) {
      assertThat(pipeline.clickhouse("SELECT count() FROM " + table.table())).isEqualTo("101");
    }
  }

  @Test
  void goesOnInTheMidstOfATruncateOfSeveralTables(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("TruncateIT seed " + seed);
    Random random = new Random(seed);
    try (IsolatedPipeline pipeline = pipeline(sandbox);
        Connection connection = pipeline.connect()) {
      // Given a capture that commits each event by itself, also those that share a WAL position
      prepare(pipeline);
      Application.Builder builder =
          pipeline.application().set("caravan.capture.batch.max-rows", "1");
      Application application = pipeline.start(builder);
      pipeline.awaitEqual(TABLES);

      // When a transaction empties all tables again and again, and the application dies amid it
      List<String> statements = new ArrayList<>();
      for (int i = 0; i < TRUNCATES; i++) {
        statements.add(insert(1000 + i, 1001 + i));
        statements.add("TRUNCATE " + ALL);
      }
      statements.add(insert(1, LAST_ROWS));
      String topic = pipeline.topicPrefix() + "." + TWO;
      // A fast one may have written all of them before the last kill.
      long rows = pipeline.kafka().end(topic) + 2 * TRUNCATES + LAST_ROWS;
      transaction(connection, statements.toArray(String[]::new));
      for (int kill = 0; kill < KILLS; kill++) {
        long more = Math.min(pipeline.kafka().end(topic) + 1 + random.nextInt(40), rows);
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> pipeline.kafka().end(topic) >= more);
        application.kill();
        application = pipeline.start(builder);
      }

      // Then
      pipeline.awaitEqual(TABLES);
      for (TableName table : TABLES) {
        // And each TRUNCATE stands once in each partition
        Map<Integer, Integer> truncates = new HashMap<>();
        pipeline.kafka().records(pipeline.topicPrefix() + "." + table).stream()
            .filter(event -> event.headers().lastHeader(ChangeHeaders.TRUNCATE) != null)
            .forEach(event -> truncates.merge(event.partition(), 1, Integer::sum));
        assertThat(truncates.values()).isNotEmpty().containsOnly(TRUNCATES);
      }
    }
  }

  IsolatedPipeline pipeline(Sandbox sandbox) {
    return new IsolatedPipeline(sandbox, TruncateIT.class);
  }

  private static void prepare(IsolatedPipeline pipeline) {
    pipeline.sql(
        "CREATE TABLE inventory.one (id int PRIMARY KEY, v text)",
        "CREATE TABLE inventory.two (id int PRIMARY KEY, v text)",
        "CREATE TABLE inventory.keyless (id int, v text)",
        "ALTER TABLE inventory.keyless REPLICA IDENTITY FULL",
        "CREATE TABLE inventory.appended (id int, v text)",
        insert(1, 100));
    pipeline.deliver(TABLES);
  }

  /** Rows with these keys into all tables. */
  private static String insert(int from, int to) {
    StringBuilder sql = new StringBuilder();
    for (TableName table : TABLES) {
      sql.append(
          "INSERT INTO %s SELECT n, 'row ' || n FROM generate_series(%d, %d) n;"
              .formatted(table.quoted(), from, to));
    }
    return sql.toString();
  }

  private static void transaction(Connection connection, String... statements) throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }
}
