package dev.caravan.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How fast a topic was written, told by the times its records were produced at. */
final class TopicRate implements AutoCloseable {

  private final Map<String, Object> properties;
  private final String topic;

  /** Kept open: a client made anew for each look would take the time that is measured. */
  private final KafkaConsumer<byte[], byte[]> watcher;

  private long events;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis;

  TopicRate(String bootstrapServers, String topic) {
    this.properties =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    this.topic = topic;
    this.watcher = consumer();
  }

  /** About how many records the topic holds, without reading it. */
  long events() {
    return watcher.endOffsets(partitions(watcher)).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Reads the topic; records per second between the first and the last. */
  double perSecond() {
    events = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(this::count);
      }
    }
    return (events - 1) * 1000.0 / (lastMillis - firstMillis);
  }

  private void count(ConsumerRecord<byte[], byte[]> each) {
    events++;
    firstMillis = Math.min(firstMillis, each.timestamp());
    lastMillis = Math.max(lastMillis, each.timestamp());
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  @Override
  public void close() {
    watcher.close();
  }
}
