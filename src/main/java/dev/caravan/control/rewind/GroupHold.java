package dev.caravan.control.rewind;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Holds a topic's partitions in a deliverer's stead, as the only member of its group. Kafka lets
 * nobody else have them before this is closed, or has been for {@link #longest} without a word: a
 * deliverer that comes meanwhile waits. Not for several threads.
 */
final class GroupHold implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration JOIN = Duration.ofSeconds(20);
  private static final int SESSION_MILLIS = 10_000;
  private static final int HEARTBEAT_MILLIS = 1_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String group;
  private final String topic;

  /**
   * @param longest how long what is done while they are held may take
   */
  GroupHold(KafkaConfig kafka, String group, String topic, Duration longest) {
    this.group = group;
    this.topic = topic;
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "caravan-rewind");
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A deliverer may come while the partitions are held, so the group must have its protocol.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class, RangeAssignor.class));
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
    properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) longest.toMillis());
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Returns when every partition is held.
   *
   * @throws RewindRefusedException when they do not come in time
   */
  void take() {
    Set<TopicPartition> all = partitions();
    consumer.subscribe(
        List.of(topic),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            consumer.pause(assigned);
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            // What is held is looked at below.
          }
        });
    long end = System.nanoTime() + JOIN.toNanos();
    while (!consumer.assignment().equals(all)) {
      if (System.nanoTime() - end > 0) {
        throw new RewindRefusedException(
            "group %s does not let go of %s: it holds %d of its %d partitions; ask again"
                .formatted(group, topic, all.size() - consumer.assignment().size(), all.size()));
      }
      consumer.poll(POLL);
    }
  }

  /** The group's commits of the partitions that have one. */
  Map<TopicPartition, OffsetAndMetadata> committed() {
    return consumer.committed(partitions(), PATIENCE).entrySet().stream()
        .filter(each -> each.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Commits in the group's name.
   *
   * @throws org.apache.kafka.common.KafkaException when the partitions are held no more, or Kafka
   *     does not answer
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> commits) {
    consumer.commitSync(commits, PATIENCE);
  }

  private Set<TopicPartition> partitions() {
    return consumer.partitionsFor(topic, PATIENCE).stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Override
  public void close() {
    consumer.close(PATIENCE);
  }
}
