package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.LetterHeaders;
import dev.caravan.change.TableName;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table that ClickHouse's Kafka engine fills holds what Caravan would have delivered. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class KafkaEngineIT {

  private static final TableName ITEMS = new TableName("inventory", "items");
  private static final Duration SOON = Duration.ofSeconds(120);

  @Test
  void whatTheEngineDoesNotTakeIsDealtWith(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, KafkaEngineIT.class)) {
      // Given a table the engine fills
      pipeline.sql(
          "CREATE TABLE inventory.items (id int PRIMARY KEY, price numeric(10,2), note text, tags int[] NOT NULL DEFAULT '{}', large text)",
          "INSERT INTO inventory.items SELECT n, n / 4.0, 'row ' || n, ARRAY[n, NULL], repeat(md5(n::text), 200) FROM generate_series(1, 1000) n");
      pipeline.deliver(ITEMS, "items_final", Map.of("via", "kafka-engine"));
      Application application = pipeline.start(pipeline.application());
      EngineProbe engine = new EngineProbe(pipeline, ITEMS);
      Probes probes = new Probes(application);
      ControlClient control = ControlClient.of(application);
      pipeline.awaitEqual(ITEMS);
      engine.awaitReading();

      // When rows change in every way
      pipeline.sql(
          "UPDATE inventory.items SET note = 'changed' WHERE id <= 500",
          "DELETE FROM inventory.items WHERE id BETWEEN 1 AND 50",
          "UPDATE inventory.items SET id = id + 10000 WHERE id BETWEEN 51 AND 60",
          "INSERT INTO inventory.items SELECT n, 1, 'more', '{}' FROM generate_series(2001, 3000) n");
      pipeline.awaitEqual(ITEMS);
      engine.awaitReading();
      assertThat(engine.read()).as("events the engine has read").isGreaterThan(1000);

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
      engine.awaitReading();
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
      awaitLetters(pipeline, control, 3);
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
      engine.awaitReading();
      pipeline.clickhouse("ALTER TABLE items_final ADD CONSTRAINT small CHECK id < 40000");
      // An insert that has begun when the constraint comes does not know of it.
      pipeline.sql("INSERT INTO inventory.items (id, price) VALUES (504, 4)");
      pipeline.awaitEqual(ITEMS);
      pipeline.sql("INSERT INTO inventory.items (id, price) VALUES (40001, 1), (505, 5)");
      awaitLetters(pipeline, control, 4);
      pipeline.sql("DELETE FROM inventory.items WHERE id = 40001");
      awaitLetters(pipeline, control, 5);
      pipeline.awaitEqual(ITEMS);
      engine.awaitReadingAgain("UPDATE inventory.items SET price = price + 1 WHERE id = 1");

      // And ClickHouse dies
      sandbox.clickhouse().kill();
      pipeline.sql(
          "INSERT INTO inventory.items (id, price) SELECT n, 9 FROM generate_series(1001, 2000) n");
      sandbox.clickhouse().start();
      pipeline.awaitEqual(ITEMS);
      engine.awaitReading();

      // Then a pause holds it, and it goes on afterwards
      assertThat(control.post("/tables/inventory/items/pause").status()).isEqualTo(200);
      engine.awaitNotReading();
      pipeline.sql("INSERT INTO inventory.items (id, price) VALUES (600, 6)");
      assertThat(control.post("/tables/inventory/items/resume").status()).isEqualTo(200);
      pipeline.awaitEqual(ITEMS);
      probes.await("ready", p -> p.isUp("ready"));
      JsonNode table = control.get("/tables/inventory/items").body().path("tables").path(0);
      assertThat(table.path("state").asText()).as(table.toString()).isEqualTo("running");
      assertThat(table.path("routes").findValuesAsText("route"))
          .as("routes, without the groups the engine reads in")
          .containsExactly("table1");
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

  private static void awaitLetters(IsolatedPipeline pipeline, ControlClient control, int waiting) {
    try {
      await("letters")
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(300))
          .untilAsserted(
              () ->
                  assertThat(control.get("/dead-letters").text())
                      .contains("\"table\":\"inventory.items\",\"waiting\":" + waiting + ","));
    } catch (RuntimeException e) {
      throw new AssertionError(e.getMessage() + "\n" + pipeline.logs(), e);
    }
  }
}
