package dev.caravan.control.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.CaravanConfig;
import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.signal.Signal;
import dev.caravan.signal.TableProgress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Knows how far the capture is with each table's rows, by its records on the topic of positions. It
 * reads when it is asked, from where it had come to.
 */
@ApplicationScoped
public class ProgressReader {

  private static final Logger LOG = Logger.getLogger(ProgressReader.class);
  private static final ObjectMapper JSON = Signal.JSON;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final KafkaConfig kafka;
  private final TopicPartition positions;
  private final Map<TableName, TableProgress> latest = new TreeMap<>();
  private KafkaConsumer<byte[], byte[]> consumer;

  public ProgressReader(CaravanConfig caravan, KafkaConfig kafka) {
    this.kafka = kafka;
    this.positions = new TopicPartition(new Topics(caravan.topicPrefix()).positions(), 0);
  }

  /**
   * What the capture has told last of each table.
   *
   * @throws KafkaException when Kafka does not tell
   */
  public synchronized Map<TableName, TableProgress> now() {
    try {
      if (consumer == null) {
        open();
      }
      readToEnd();
      return Map.copyOf(latest);
    } catch (KafkaException e) {
      close();
      throw e;
    }
  }

  private void open() {
    latest.clear();
    consumer =
        new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(positions));
    consumer.seekToBeginning(List.of(positions));
  }

  private void readToEnd() {
    if (!consumer.listTopics(PATIENCE).containsKey(positions.topic())) {
      return;
    }
    long end = consumer.endOffsets(List.of(positions), PATIENCE).get(positions);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(positions, PATIENCE) < end) {
      if (System.nanoTime() - deadline > 0) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            positions.topic() + " could not be read to its end in time");
      }
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      JsonNode key = JSON.readTree(record.key() == null ? new byte[0] : record.key());
      if (!key.path("table").isTextual() || !key.path("schema").isTextual()) {
        return;
      }
      TableName table = new TableName(key.path("schema").asText(), key.path("table").asText());
      JsonNode value = record.value() == null ? null : JSON.readTree(record.value());
      if (value == null || !value.path("progress").isObject()) {
        latest.remove(table);
      } else {
        TableProgress told = JSON.treeToValue(value.get("progress"), TableProgress.class);
        if (told.state() != null) {
          latest.put(table, told);
        }
      }
    } catch (IOException e) {
      LOG.debugf(e, "No progress at offset %d of %s", record.offset(), positions.topic());
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return properties;
  }

  @PreDestroy
  synchronized void close() {
    if (consumer != null) {
      consumer.close(CLOSE_WAIT);
      consumer = null;
    }
  }
}
