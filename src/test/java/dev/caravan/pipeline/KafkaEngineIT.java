package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.LetterHeaders;
import dev.caravan.change.TableName;
import dev.caravan.pipeline.RouteFolder.Way;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table that ClickHouse's Kafka engine fills holds what Caravan would have delivered. */
@ExtendWith(SharedSandbox.class)
class KafkaEngineIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName ITEMS = new TableName("inventory", "items");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int PRELOADED = 5_000;

  @Test
  void changingTheWayUnderLoadLosesAndRepeatsNothing(Sandbox sandbox) throws Exception {
    long seed = System.nanoTime();
    System.out.println("KafkaEngineIT seed " + seed);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, KafkaEngineIT.class)) {
      // Given a table that Caravan delivers by itself, and a view that sees every row inserted
      pipeline.sql(Ledger.TABLE);
      pipeline.deliver(ORDERS);
      pipeline.createTargets(ORDERS);
      pipeline.clickhouse(LedgerAudit.VIEW);
      Application.Builder builder =
          pipeline.application().set("caravan.routes.poll-interval", "200ms");
      try (Ledger ledger = new Ledger(pipeline::connect, seed)) {
        ledger.preload(PRELOADED);
        Application application = pipeline.start(builder);
        ledger.start();
        awaitMore(pipeline);

        for (int round = 0; round < 2; round++) {
          // When the engine takes over
          way(pipeline, ORDERS, Map.of("via", "kafka-engine"));
          awaitReading(pipeline, ORDERS);
          awaitMore(pipeline);
          if (round == 0) {
            // And the deliverer dies meanwhile
            application.kill();
            application = pipeline.start(builder);
            awaitMore(pipeline);
          } else {
            // And the way stays while the route says something else
            way(pipeline, ORDERS, Map.of("via", "kafka-engine", "where", "id >= 0"));
            awaitMore(pipeline);
            awaitReading(pipeline, ORDERS);
          }

          // And Caravan takes over again
          way(pipeline, ORDERS, Map.of());
          awaitMore(pipeline);
          awaitThere(pipeline, "orders_queue", false);
        }
        List<Ledger.Change> committed = ledger.stop();

        // Then both sides are equal, and each change was inserted once
        pipeline.awaitEqual(ORDERS);
        LedgerAudit.of(pipeline, PRELOADED).holdsEachOnce(committed);
        assertThat(
                pipeline.clickhouse(
                    "SELECT name FROM system.tables WHERE database = currentDatabase() AND"
                        + " name LIKE 'orders%' ORDER BY name"))
            .isEqualTo("orders\norders_final");
      }
    }
  }

  @Test
  void whatTheEngineDoesNotTakeIsDealtWith(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, KafkaEngineIT.class)) {
      // Given a table the engine fills
      pipeline.sql(
          "CREATE TABLE inventory.items (id int PRIMARY KEY, price numeric(10,2), note text, tags int[] NOT NULL DEFAULT '{}', large text)",
          "INSERT INTO inventory.items SELECT n, n / 4.0, 'row ' || n, ARRAY[n, NULL], repeat(md5(n::text), 200) FROM generate_series(1, 1000) n");
      pipeline.deliver(ITEMS, "items_final", Map.of("via", "kafka-engine"));
      Application application = pipeline.start(pipeline.application());
      Probes probes = new Probes(application);
      ControlClient control = ControlClient.of(application);
      pipeline.awaitEqual(ITEMS);
      awaitReading(pipeline, ITEMS);

      // When rows change in every way
      pipeline.sql(
          "UPDATE inventory.items SET note = 'changed' WHERE id <= 500",
          "DELETE FROM inventory.items WHERE id BETWEEN 1 AND 50",
          "UPDATE inventory.items SET id = id + 10000 WHERE id BETWEEN 51 AND 60",
          "INSERT INTO inventory.items SELECT n, 1, 'more', '{}' FROM generate_series(2001, 3000) n");
      pipeline.awaitEqual(ITEMS);
      awaitReading(pipeline, ITEMS);
      assertThat(read(pipeline, ITEMS)).as("events the engine has read").isGreaterThan(1000);

      // And the table changes its shape, and is emptied
      pipeline.sql(
          "ALTER TABLE inventory.items ADD COLUMN added uuid",
          "UPDATE inventory.items SET added = gen_random_uuid() WHERE id < 300",
          "ALTER TABLE inventory.items RENAME COLUMN note TO remark",
          "INSERT INTO inventory.items (id, remark) VALUES (20001, 'renamed')",
          "ALTER TABLE inventory.items ALTER COLUMN price TYPE numeric(14,2)",
          "INSERT INTO inventory.items (id, price) VALUES (20002, 123456789012.25)",
          "ALTER TABLE inventory.items DROP COLUMN large",
          "INSERT INTO inventory.items (id, remark) VALUES (20003, 'dropped')");
      pipeline.awaitEqual(ITEMS);
      awaitReading(pipeline, ITEMS);
      pipeline.sql(
          "BEGIN; INSERT INTO inventory.items (id) VALUES (30001); TRUNCATE inventory.items;"
              + " INSERT INTO inventory.items (id, price) SELECT n, n FROM generate_series(1, 500) n; COMMIT");
      pipeline.awaitEqual(ITEMS);
      assertThat(pipeline.clickhouse("SELECT count() FROM items")).isEqualTo("500");

      // And a transaction that is aborted, and events that are none, stand among the others
      String topic = pipeline.topicPrefix() + ".inventory.items";
      ConsumerRecord<byte[], byte[]> good =
          pipeline.kafka().records(topic).stream()
              .filter(each -> text(each).contains("\"op\":\"c\""))
              .reduce((first, last) -> last)
              .orElseThrow();
      put(sandbox, topic, true, good, text(good).replaceAll("\"id\":\\d+", "\"id\":77777"));
      put(sandbox, topic, false, good, "no event");
      put(sandbox, topic, false, good, null);
      pipeline.sql(
          "INSERT INTO inventory.items (id, price) VALUES (501, 'NaN'), (502, 2), (503, 3)");
      awaitLetters(control, 3);
      pipeline.sql("DELETE FROM inventory.items WHERE id = 501");
      pipeline.awaitEqual(ITEMS);
      List<ConsumerRecord<byte[], byte[]>> letters = pipeline.kafka().records(topic + ".dlq");
      assertThat(letters).hasSize(3);
      assertThat(letters)
          .allSatisfy(
              each -> {
                assertThat(each.headers().lastHeader(LetterHeaders.REASON)).isNotNull();
                assertThat(each.headers().lastHeader(LetterHeaders.OFFSET)).isNotNull();
              });
      assertThat(probes.metrics())
          .contains("caravan_deliver_dead_letters_total{table=\"inventory.items\"} 3.0");
      assertThat(pipeline.clickhouse("SELECT count() FROM items_final WHERE id = 77777"))
          .isEqualTo("0");

      // And ClickHouse refuses a row, which stops the engine for all
      awaitReading(pipeline, ITEMS);
      pipeline.clickhouse("ALTER TABLE items_final ADD CONSTRAINT small CHECK id < 40000");
      pipeline.sql("INSERT INTO inventory.items (id, price) VALUES (504, 4), (40001, 1), (505, 5)");
      awaitLetters(control, 4);
      pipeline.sql("DELETE FROM inventory.items WHERE id = 40001");
      awaitLetters(control, 5);
      pipeline.awaitEqual(ITEMS);
      awaitReading(pipeline, ITEMS);

      // And ClickHouse dies
      sandbox.clickhouse().kill();
      pipeline.sql(
          "INSERT INTO inventory.items (id, price) SELECT n, 9 FROM generate_series(1001, 2000) n");
      sandbox.clickhouse().start();
      pipeline.awaitEqual(ITEMS);
      awaitReading(pipeline, ITEMS);

      // Then a pause holds it, and it goes on afterwards
      assertThat(control.post("/tables/inventory/items/pause").status()).isEqualTo(200);
      awaitThere(pipeline, "items_mv", false);
      pipeline.sql("INSERT INTO inventory.items (id, price) VALUES (600, 6)");
      assertThat(control.post("/tables/inventory/items/resume").status()).isEqualTo(200);
      pipeline.awaitEqual(ITEMS);
      probes.await("ready", p -> p.isUp("ready"));
      JsonNode table = control.get("/tables/inventory/items").body();
      assertThat(table.path("state").asText()).as(table.toString()).isEqualTo("running");
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> each) {
    return new String(each.value(), StandardCharsets.UTF_8);
  }

  /** Puts an event on the topic as another one has it, but for its value. */
  private static void put(
      Sandbox sandbox,
      String topic,
      boolean aborted,
      ConsumerRecord<byte[], byte[]> as,
      String value) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            sandbox.kafka().bootstrapServers(),
            "transactional.id",
            UUID.randomUUID().toString());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
      ProducerRecord<byte[], byte[]> event =
          new ProducerRecord<>(topic, as.partition(), as.key(), bytes);
      event
          .headers()
          .add(ChangeHeaders.SHAPE, as.headers().lastHeader(ChangeHeaders.SHAPE).value());
      producer.send(event);
      producer.flush();
      if (aborted) {
        producer.abortTransaction();
      } else {
        producer.commitTransaction();
      }
    }
  }

  private static void way(
      IsolatedPipeline pipeline, TableName table, Map<String, String> parameters) {
    StringBuilder route =
        new StringBuilder(
            """
            - route:
                id: table1
                from:
                  uri: "kafka:%s.%s"
                  steps:
                    - to:
                        uri: clickhouse:%s_final
            """
                .formatted(pipeline.topicPrefix(), table, table.table()));
    if (!parameters.isEmpty()) {
      route.append("            parameters:\n");
      parameters.forEach(
          (name, value) -> route.append("              %s: '%s'\n".formatted(name, value)));
    }
    pipeline.routes().write(Way.RENAME, "table1", route.toString());
  }

  /** Waits until the engine reads. */
  private static void awaitReading(IsolatedPipeline pipeline, TableName table) {
    awaitThere(pipeline, table.table() + "_mv", true);
  }

  private static void awaitThere(IsolatedPipeline pipeline, String name, boolean there) {
    try {
      await(name + (there ? " is there" : " is gone"))
          .atMost(SOON)
          .until(() -> pipeline.clickhouse("EXISTS " + name).equals(there ? "1" : "0"));
    } catch (RuntimeException e) {
      throw new AssertionError(
          e.getMessage()
              + "\n"
              + pipeline.clickhouse(
                  "SELECT name, engine, comment FROM system.tables WHERE database = currentDatabase()")
              + pipeline.logs(),
          e);
    }
  }

  private static long read(IsolatedPipeline pipeline, TableName table) {
    return Long.parseLong(
        pipeline.clickhouse(
            "SELECT sum(num_messages_read) FROM system.kafka_consumers"
                + " WHERE database = currentDatabase() AND `table` = '%s_queue'"
                    .formatted(table.table())));
  }

  /** Waits until many more rows are inserted than are now. */
  private static void awaitMore(IsolatedPipeline pipeline) {
    long more = count(pipeline) + 500;
    try {
      await("rows are inserted").atMost(SOON).until(() -> count(pipeline) >= more);
    } catch (RuntimeException e) {
      throw new AssertionError(e.getMessage() + "\n" + pipeline.logs(), e);
    }
  }

  private static long count(IsolatedPipeline pipeline) {
    return Long.parseLong(pipeline.clickhouse("SELECT count() FROM inserts"));
  }

  private static void awaitLetters(ControlClient control, int waiting) {
    await("letters")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () ->
                assertThat(control.get("/dead-letters").text())
                    .contains("\"table\":\"inventory.items\",\"waiting\":" + waiting + ","));
  }
}
