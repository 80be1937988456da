package dev.caravan.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.NetworkLink;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is asked in one process is known in every other, and to those that start later. */
@ExtendWith(SharedSandbox.class)
class SignalBoardIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName ODD = new TableName("inventory", "Order Details.2");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Topics topics = new Topics("signalboardit" + System.nanoTime() % 100_000);
  private String servers;

  @BeforeEach
  void servers(Sandbox sandbox) {
    servers = sandbox.kafka().bootstrapServers();
  }

  @AfterEach
  void removeTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.deleteTopics(List.of(topics.signals())).all().get();
    }
  }

  @Test
  void tellsEveryProcessWhatIsAskedAndThoseThatStartLater() throws Exception {
    // Given
    try (SignalBoard one = board(servers);
        SignalBoard other = board(servers)) {
      List<Long> versions = new CopyOnWriteArrayList<>();
      other.listen(() -> versions.add(other.version()));

      // When
      one.send(Signal.Capture.of(ORDERS, "orders"));
      one.send(Signal.PauseTable.of(ORDERS, true));
      one.send(Signal.PauseTable.of(ODD, true));
      one.send(Signal.Snapshot.of(ORDERS, "1", "id > 5", false));
      one.send(Signal.PauseCapture.of(true));
      Signals sent = one.current();
      one.send(Signal.PauseTable.of(ODD, false));
      one.send(Signal.PauseCapture.of(false));

      // Then
      assertThat(sent.paused()).containsExactly(ODD, ORDERS);
      assertThat(sent.isCapturePaused()).isTrue();
      await()
          .atMost(LIMIT)
          .until(() -> !versions.isEmpty() && other.current().equals(one.current()));
      assertThat(versions).isSorted();
      try (SignalBoard later = board(servers)) {
        assertThat(later.awaitLoaded(LIMIT)).isTrue();
        Signals signals = later.current();
        assertThat(signals.wanted()).containsExactly(ORDERS);
        assertThat(signals.paused()).containsExactly(ORDERS);
        assertThat(signals.isPaused(ODD)).isFalse();
        assertThat(signals.snapshot(ORDERS)).get().extracting("filter").isEqualTo("id > 5");
        assertThat(signals.snapshot(ODD)).isEmpty();
        assertThat(signals.isCapturePaused()).isFalse();
      }
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, topics.signals());
      assertThat(
              admin
                  .describeConfigs(List.of(topic))
                  .all()
                  .get()
                  .get(topic)
                  .get("cleanup.policy")
                  .value())
          .isEqualTo("compact");
    }
  }

  @Test
  void passesOverWhatIsNoSignal() {
    // Given
    try (SignalBoard board = board(servers)) {
      board.send(Signal.PauseTable.of(ORDERS, true));
      board.send(Signal.PauseTable.of(ODD, true));

      // When
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", servers),
              new StringSerializer(),
              new StringSerializer())) {
        put(producer, "pause inventory.orders", "garbage");
        put(producer, "pause inventory.orders", "null");
        put(producer, "pause inventory.orders", "{\"signal\":\"of another version\"}");
        put(producer, "pause null.null", "{\"signal\":\"pause-table\",\"paused\":true}");
        put(producer, "another key", "{\"signal\":\"pause-capture\",\"paused\":true}");
        put(producer, "pause inventory.Order Details\\.2", null);
      }
      board.send(Signal.Capture.of(ODD, "odd"));

      // Then
      assertThat(board.current().paused()).containsExactly(ORDERS);
      assertThat(board.current().isCapturePaused()).isFalse();
      assertThat(board.current().wanted()).containsExactly(ODD);
    }
  }

  @Test
  void waitsForKafkaAndSaysSoToWhoAsks(Sandbox sandbox) {
    // Given
    try (NetworkLink link = sandbox.kafka().link()) {
      link.cut();
      try (SignalBoard board = board("127.0.0.1:" + link.port())) {
        // When
        assertThatThrownBy(() -> board.send(Signal.PauseTable.of(ORDERS, true)))
            .isInstanceOf(KafkaException.class);
        assertThat(board.isLoaded()).isFalse();
        link.mend();

        // Then
        assertThat(board.awaitLoaded(LIMIT)).isTrue();
        board.send(Signal.PauseTable.of(ORDERS, true));
        assertThat(board.current().isPaused(ORDERS)).isTrue();
        link.cut();
        assertThat(board.current().isPaused(ORDERS)).isTrue();
        assertThatThrownBy(() -> board.send(Signal.PauseTable.of(ORDERS, false)))
            .isInstanceOf(KafkaException.class);
        link.mend();
        await()
            .atMost(LIMIT)
            .ignoreExceptionsInstanceOf(KafkaException.class)
            .untilAsserted(
                () -> {
                  board.send(Signal.PauseTable.of(ORDERS, false));
                  assertThat(board.current().isPaused(ORDERS)).isFalse();
                });
      }
    }
  }

  private void put(KafkaProducer<String, String> producer, String key, String value) {
    producer.send(new ProducerRecord<>(topics.signals(), key, value));
  }

  private SignalBoard board(String bootstrapServers) {
    KafkaConfig kafka =
        new SmallRyeConfigBuilder()
            .withMapping(KafkaConfig.class)
            .withDefaultValue("caravan.kafka.bootstrap-servers", bootstrapServers)
            .build()
            .getConfigMapping(KafkaConfig.class);
    return new SignalBoard(kafka, topics);
  }
}
