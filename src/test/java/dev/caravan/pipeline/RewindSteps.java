package dev.caravan.pipeline;

import static dev.caravan.pipeline.ControlledTables.LIMIT;
import static dev.caravan.pipeline.ControlledTables.ORDERS;
import static dev.caravan.pipeline.ControlledTables.ORDERS_PATH;
import static dev.caravan.pipeline.ControlledTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import dev.caravan.signal.Signal;
import dev.caravan.signal.SignalBoard;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks for a table to be delivered once more, and sees that each event is there once. */
final class RewindSteps {

  private final IsolatedPipeline pipeline;
  private final ControlledTables tables;
  private final ControlClient control;

  RewindSteps(IsolatedPipeline pipeline, ControlledTables tables, ControlClient control) {
    this.pipeline = pipeline;
    this.tables = tables;
    this.control = control;
  }

  void rewindsExactly() {
    // To a time, of everything there is after it
    Instant between = lastTaken().plusMillis(1);
    pipeline.awaitEqual(ORDERS);
    await().atMost(LIMIT).until(() -> Instant.now().isAfter(between.plusMillis(5)));
    tables.insert(40);
    tables.awaitRows(140, 140);
    ControlClient.Answer byTime =
        control.post(ORDERS_PATH + "/rewind", "{\"to\":\"" + between + "\"}");
    assertThat(byTime.status()).as(byTime.text()).isEqualTo(200);
    assertThat(deleted(byTime)).as(byTime.text()).isEqualTo(40);
    assertThat(byTime.body().path("paused").asBoolean(true)).isFalse();
    tables.holdsEachEventOnce(140);

    // To offsets while it is paused, and once more
    control.post(ORDERS_PATH + "/pause");
    String body = "{\"offsets\":{\"0\":0}}";
    ControlClient.Answer byOffset = control.post(ORDERS_PATH + "/rewind", body);
    assertThat(byOffset.status()).as(byOffset.text()).isEqualTo(200);
    assertThat(byOffset.body().path("paused").asBoolean()).isTrue();
    assertThat(deleted(byOffset)).isPositive();
    ControlClient.Answer again = control.post(ORDERS_PATH + "/rewind", body);
    assertThat(again.body().path("changed").asBoolean(true)).as(again.text()).isFalse();
    assertThat(deleted(again)).isZero();
    control.post(ORDERS_PATH + "/resume");
    tables.holdsEachEventOnce(140);
    pipeline.awaitEqual(ORDERS);
  }

  /** One that died once it had moved the group, before it took the rows away. */
  void finishesARewindThatWasCutOff(String brokers) {
    String group = table(control, ORDERS_PATH).at("/routes/0/group").asText();
    pauseAsARewindDoes(brokers);
    await()
        .atMost(LIMIT)
        .until(() -> table(control, ORDERS_PATH).at("/routes/0/members").asInt(-1) == 0);
    pipeline.kafka().rewind(group, tables.topic());
    assertThat(table(control, ORDERS_PATH).path("pausedFor").asText()).isEqualTo("rewind");
    assertThat(pipeline.clickhouse("SELECT count() FROM orders_final")).isEqualTo("140");

    // When
    ControlClient.Answer answer =
        control.post(ORDERS_PATH + "/rewind", "{\"offsets\":{\"0\":0,\"1\":0,\"2\":0}}");

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(deleted(answer)).isEqualTo(140);
    assertThat(answer.body().path("paused").asBoolean(true)).isFalse();
    tables.holdsEachEventOnce(140);
  }

  private void pauseAsARewindDoes(String brokers) {
    KafkaConfig kafka =
        new SmallRyeConfigBuilder()
            .withMapping(KafkaConfig.class)
            .withDefaultValue("caravan.kafka.bootstrap-servers", brokers)
            .build()
            .getConfigMapping(KafkaConfig.class);
    try (SignalBoard board = new SignalBoard(kafka, new Topics(pipeline.topicPrefix()))) {
      board.send(Signal.PauseTable.of(ORDERS, true, "rewind"));
    }
  }

  private Instant lastTaken() {
    return Instant.ofEpochMilli(
        pipeline.kafka().records(tables.topic()).stream()
            .mapToLong(ConsumerRecord::timestamp)
            .max()
            .orElseThrow());
  }

  private static long deleted(ControlClient.Answer answer) {
    long deleted = 0;
    for (JsonNode each : answer.body().at("/routes/0/partitions")) {
      deleted += each.path("rowsDeleted").asLong();
    }
    return deleted;
  }
}
