package dev.caravan.deliver.replay;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of partitions up to a given end, a few megabytes at a time. Gives up when
 * Kafka does not answer for some seconds. Not for several threads.
 */
final class TopicScan implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final int RECORDS_A_POLL = 500;
  private static final int BYTES_A_FETCH = 8 << 20;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Duration patience;

  /**
   * @param patience how long Kafka may be silent
   */
  TopicScan(KafkaConfig kafka, Duration patience) {
    this.patience = patience;
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES_A_FETCH);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Every topic there is, with its partitions. */
  Map<String, List<PartitionInfo>> topics() {
    return consumer.listTopics(patience);
  }

  /** Up to where a reader of committed records can come now. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return consumer.endOffsets(partitions, patience);
  }

  /**
   * Hands over the records from a partition's offset, or from its beginning, to before its end; in
   * their order within a partition.
   *
   * @param from the offset to begin with of partitions that are not read from their beginning
   * @param ends the partitions to read
   * @param each says whether to go on
   * @throws TimeoutException when Kafka is silent, or something keeps the end from being committed
   */
  void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Predicate<ConsumerRecord<byte[], byte[]>> each) {
    consumer.assign(ends.keySet());
    for (TopicPartition partition : ends.keySet()) {
      Long offset = from.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
    long read = -1;
    long deadline = System.nanoTime();
    while (isBefore(ends)) {
      long positions = positions(ends.keySet());
      if (positions != read) {
        read = positions;
        deadline = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            "nothing more of "
                + ends.keySet().iterator().next().topic()
                + " could be read for "
                + patience.toSeconds()
                + " s");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        // What was written meanwhile is for the next time, or a reader that writes would never end.
        if (record.offset() < ends.get(partition) && !each.test(record)) {
          return;
        }
      }
    }
  }

  private boolean isBefore(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), patience) < end.getValue());
  }

  private long positions(Collection<TopicPartition> partitions) {
    return partitions.stream().mapToLong(each -> consumer.position(each, patience)).sum();
  }

  @Override
  public void close() {
    consumer.close(CLOSE_WAIT);
  }
}
