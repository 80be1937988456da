package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which tables the capture follows, and what it writes of those that are emptied. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class CapturedTablesIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Application capture(IsolatedPipeline pipeline, String tables) {
    Application application =
        pipeline.start(
            pipeline
                .application()
                .set("caravan.role", "capture")
                .set("caravan.capture.tables", tables));
    await("the capture streams")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () ->
                get(application.url() + "/q/metrics")
                    .asString()
                    .contains("caravan_capture_phase{phase=\"streaming\"} 1"));
    return application;
  }

  private static void awaitRecords(IsolatedPipeline pipeline, String table, int count) {
    String topic = pipeline.topicPrefix() + ".inventory." + table;
    await(topic)
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              int there =
                  pipeline.kafka().end(topic) == 0 ? 0 : pipeline.kafka().records(topic).size();
              assertThat(there).as("%s\n%s", topic, pipeline.logs()).isEqualTo(count);
            });
  }

  @Test
  void tellsTablesApartByTheirExactNames(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, CapturedTablesIT.class)) {
      // Given
      String long63 = "ä".repeat(31);
      pipeline.sql(
          "CREATE TABLE inventory.orders (id int PRIMARY KEY)",
          "CREATE TABLE inventory.\"Orders\" (id int PRIMARY KEY)",
          "CREATE TABLE inventory.\"Order Details\" (id int PRIMARY KEY)",
          "CREATE SCHEMA \"" + long63 + "\"",
          "CREATE TABLE \"" + long63 + "\".\"" + long63 + "\" (id int PRIMARY KEY)");
      Application application =
          capture(
              pipeline, "inventory.orders,inventory.Order Details,inventory.late," + long63 + ".*");

      // When one is made, and published by hand, while the capture runs
      pipeline.sql(
          "INSERT INTO inventory.\"Orders\" VALUES (1)",
          "INSERT INTO inventory.orders VALUES (1), (2)",
          "INSERT INTO inventory.\"Order Details\" VALUES (1), (2), (3)",
          "CREATE TABLE inventory.late (id int PRIMARY KEY)",
          "ALTER PUBLICATION "
              + pipeline.slot()
              + " ADD TABLE inventory.late, inventory.\"Orders\"",
          "INSERT INTO inventory.\"Orders\" VALUES (2)",
          "INSERT INTO inventory.late VALUES (1), (2), (3), (4)");

      // Then
      awaitRecords(pipeline, "orders", 2);
      awaitRecords(pipeline, "Order-20Details", 3);
      awaitRecords(pipeline, "late", 4);
      assertThat(pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.Orders")).isZero();
      assertThat(application.log()).contains("is not captured: the name of its topic");
    }
  }

  private static void writesATruncateIntoEveryPartition(IsolatedPipeline pipeline) {
    // When
    pipeline.sql(
        "INSERT INTO inventory.a SELECT generate_series(1, 20)",
        "BEGIN; TRUNCATE inventory.a, inventory.b;"
            + " INSERT INTO inventory.a SELECT generate_series(1, 20); COMMIT");

    // Then
    awaitRecords(pipeline, "a", 43);
    awaitRecords(pipeline, "b", 3);
    List<Integer> emptied = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> event :
        pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.a")) {
      if (event.headers().lastHeader(ChangeHeaders.TRUNCATE) != null) {
        emptied.add(event.partition());
        assertThat(event.key()).isNull();
        String value = new String(event.value(), StandardCharsets.UTF_8);
        String lsn =
            new String(
                event.headers().lastHeader(ChangeHeaders.TRUNCATE).value(),
                StandardCharsets.US_ASCII);
        assertThat(value).contains("\"op\":\"t\"").contains("\"lsn\":" + lsn + ",");
        assertThat(event.headers().lastHeader(ChangeHeaders.SHAPE)).isNotNull();
      }
    }
    assertThat(emptied).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void neverStopsTheApplicationFromUpdatingOrEmptying(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, CapturedTablesIT.class)) {
      // Given tables of every kind that has no identity, and some that have
      pipeline.sql(
          "CREATE TABLE inventory.plain (id int, v int)",
          "CREATE TABLE inventory.nothing (id int PRIMARY KEY, v int)",
          "ALTER TABLE inventory.nothing REPLICA IDENTITY NOTHING",
          "CREATE TABLE inventory.deferred (id int PRIMARY KEY DEFERRABLE, v int)",
          "CREATE TABLE inventory.noindex (id int NOT NULL, v int)",
          "CREATE UNIQUE INDEX noindex_id ON inventory.noindex (id)",
          "ALTER TABLE inventory.noindex REPLICA IDENTITY USING INDEX noindex_id",
          "DROP INDEX inventory.noindex_id",
          "CREATE TABLE inventory.root (id int, v int) PARTITION BY RANGE (id)",
          "ALTER TABLE inventory.root REPLICA IDENTITY FULL",
          "CREATE TABLE inventory.leaf PARTITION OF inventory.root DEFAULT",
          "CREATE TABLE inventory.keyed (id int PRIMARY KEY, v int)",
          "CREATE TABLE inventory.whole (id int, v int)",
          "ALTER TABLE inventory.whole REPLICA IDENTITY FULL",
          "CREATE TABLE inventory.a (id int PRIMARY KEY)",
          "CREATE TABLE inventory.b (id int PRIMARY KEY)");
      List<String> tables =
          List.of("plain", "nothing", "deferred", "noindex", "root", "keyed", "whole");
      Application first = capture(pipeline, "inventory.*");

      // When
      for (String table : tables) {
        pipeline.sql(
            "INSERT INTO inventory." + table + " VALUES (1, 1)",
            "UPDATE inventory." + table + " SET v = 2");
      }

      // Then
      assertThat(published(pipeline, "")).isEqualTo("a,b,keyed,whole");
      assertThat(published(pipeline, "_inserts")).isEqualTo("deferred,noindex,nothing,plain,root");

      writesATruncateIntoEveryPartition(pipeline);

      // And a table whose key is dropped can be updated again soon
      pipeline.sql("ALTER TABLE inventory.keyed DROP CONSTRAINT keyed_pkey");
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(() -> pipeline.sql("UPDATE inventory.keyed SET v = 3"));
      assertThat(published(pipeline, "_inserts")).contains("keyed");
      assertThat(first.log()).doesNotContain("ERROR");

      // And one that got a key is published in full from the next start on, others not at all
      first.stop();
      pipeline.sql("ALTER TABLE inventory.plain ADD PRIMARY KEY (id)");
      capture(pipeline, "inventory.plain,inventory.nothing");
      assertThat(published(pipeline, "")).isEqualTo("plain");
      assertThat(published(pipeline, "_inserts")).isEqualTo("nothing");
    }
  }

  private static String published(IsolatedPipeline pipeline, String suffix) throws Exception {
    try (var connection = pipeline.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_publication_tables"
                    + " WHERE pubname = '"
                    + pipeline.slot()
                    + suffix
                    + "'")) {
      row.next();
      return row.getString(1);
    }
  }
}
