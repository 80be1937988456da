package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Each event has the shape it was written with, also when the catalog is ahead of the stream. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ShapeAnnouncementIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void shapesFollowTheStream(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ShapeAnnouncementIT.class)) {
      // Given a capture that is up to date
      pipeline.sql(
          "CREATE TABLE inventory.orders (id int, note text NOT NULL, large text,"
              + " PRIMARY KEY (id))",
          "ALTER TABLE inventory.orders REPLICA IDENTITY FULL",
          "INSERT INTO inventory.orders VALUES (1, 'first', repeat('x', 100000))");
      String topic = pipeline.topicPrefix() + ".inventory.orders";
      Application first = start(pipeline);
      await().atMost(PATIENCE).until(() -> pipeline.kafka().end(topic) > 0);

      // When columns are added, with the capture running and then without it
      pipeline.sql(
          "ALTER TABLE inventory.orders ADD COLUMN n int DEFAULT 42",
          "UPDATE inventory.orders SET note = 'second'");
      awaitEvents(pipeline, topic, 2, first);
      first.stop();
      pipeline.sql(
          "UPDATE inventory.orders SET note = 'third'",
          "ALTER TABLE inventory.orders ALTER COLUMN note DROP NOT NULL",
          "INSERT INTO inventory.orders VALUES (2, NULL)",
          "DELETE FROM inventory.orders WHERE id = 2",
          "ALTER TABLE inventory.orders ALTER COLUMN note SET NOT NULL",
          "ALTER TABLE inventory.orders ADD COLUMN s serial",
          "UPDATE inventory.orders SET note = 'fourth'",
          "ALTER TABLE inventory.orders DROP COLUMN n",
          "UPDATE inventory.orders SET note = 'fifth'");
      awaitEvents(pipeline, topic, 7, start(pipeline));

      // Then every event finds its shape before it, and every column its value
      List<JsonNode> shapes = pipeline.kafka().values(pipeline.topicPrefix() + ".schema-changes");
      List<ConsumerRecord<byte[], byte[]>> events = pipeline.kafka().records(topic);
      List<JsonNode> values = pipeline.kafka().values(topic);
      for (int i = 0; i < events.size(); i++) {
        JsonNode shape = shape(shapes, events.get(i));
        JsonNode value = values.get(i);
        JsonNode row = value.get(value.get("op").asText().equals("d") ? "before" : "after");
        assertThat(names(row)).isEqualTo(shape.get("columns").findValuesAsText("name"));
        if (row.get("id").asInt() == 1) {
          assertThat(row.get("large").asText()).hasSize(100_000);
        } else {
          assertThat(row.get("note").isNull()).isTrue();
          assertThat(shape.get("columns").get(1).get("nullable").asBoolean()).isTrue();
        }
      }
      JsonNode last = shapes.get(shapes.size() - 1);
      assertThat(names(values.get(6).get("after"))).containsExactly("id", "note", "large", "s");
      assertThat(last.get("columns").findValuesAsText("name"))
          .containsExactly("id", "note", "large", "s");
      assertThat(last.get("columns").get(3).get("rewritten").asBoolean()).isTrue();
      JsonNode added = shape(shapes, events.get(1)).get("columns").get(3);
      assertThat(added.get("missing").asInt()).isEqualTo(42);
      assertThat(added.get("number").asInt()).isEqualTo(4);
    }
  }

  private static Application start(IsolatedPipeline pipeline) {
    return pipeline.start(
        pipeline
            .application()
            .set("caravan.role", "capture")
            .set("caravan.capture.topic.partitions", "1"));
  }

  private static void awaitEvents(
      IsolatedPipeline pipeline, String topic, int count, Application application) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pipeline.kafka().records(topic).size())
                    .describedAs(application.log())
                    .isEqualTo(count));
  }

  private static JsonNode shape(List<JsonNode> shapes, ConsumerRecord<byte[], byte[]> event) {
    String id =
        new String(event.headers().lastHeader("caravan.shape").value(), StandardCharsets.UTF_8);
    return shapes.stream()
        .filter(shape -> shape.get("shape").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonNode row) {
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
