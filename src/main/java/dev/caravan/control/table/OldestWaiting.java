package dev.caravan.control.table;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads when Kafka took the first event that a route has not delivered. */
final class OldestWaiting {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final int BYTES_A_PARTITION = 64 << 10;
  private static final int BYTES_A_FETCH = 8 << 20;

  private OldestWaiting() {}

  /**
   * The milliseconds since 1970 at which Kafka took the first event from an offset on; the present
   * where only markers of transactions are left, and nothing of a partition that was not read in
   * time.
   *
   * @param from where to begin in each partition
   * @param ends the offset behind the last event of each
   */
  static Map<TopicPartition, Long> read(
      KafkaConfig kafka, Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> taken = new HashMap<>();
    if (from.isEmpty()) {
      return taken;
    }
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      Set<TopicPartition> open = new HashSet<>(from.keySet());
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!open.isEmpty() && System.nanoTime() - end < 0) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(each.topic(), each.partition());
          taken.putIfAbsent(partition, each.timestamp());
          if (open.remove(partition)) {
            consumer.pause(List.of(partition));
          }
        }
        for (TopicPartition each : List.copyOf(open)) {
          if (consumer.position(each, LIMIT) >= ends.getOrDefault(each, 0L)) {
            taken.put(each, System.currentTimeMillis());
            open.remove(each);
          }
        }
      }
      return taken;
    } finally {
      consumer.close(CLOSE_WAIT);
    }
  }

  private static Map<String, Object> properties(KafkaConfig kafka) {
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Kafka may have removed what lies at the offset.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, BYTES_A_PARTITION);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES_A_FETCH);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    return properties;
  }
}
