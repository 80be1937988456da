package dev.caravan.deliver.engine;

import dev.caravan.KafkaAdmin;
import dev.caravan.KafkaConfig;
import dev.caravan.KafkaRemedy;
import dev.caravan.deliver.DeliveryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Where consumer groups stand, and where those of ClickHouse begin. For any number of threads.
 *
 * <p>ClickHouse's consumers do not leave their group when they end, so that a group which is used
 * again stands still until the broker gives them up; each time ClickHouse begins to read it does so
 * in a new one.
 */
public final class EngineGroups implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaConfig kafka;
  private KafkaAdmin admin;

  public EngineGroups(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** How Caravan itself reaches the brokers. */
  public String brokers() {
    return kafka.bootstrapServers();
  }

  /** The offsets a group has committed, by the partitions of a topic. */
  synchronized Map<Integer, Long> committed(String group, String topic) {
    return asking(
        "where group " + group + " stands",
        asked ->
            asked
                .get(asked.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(each -> each.getKey().topic().equals(topic) && each.getValue() != null)
                .collect(
                    Collectors.toMap(
                        each -> each.getKey().partition(), each -> each.getValue().offset())));
  }

  /** The first offset there is of each partition of a topic. */
  synchronized Map<Integer, Long> beginnings(String topic) {
    return asking(
        "where " + topic + " begins",
        asked -> {
          Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
          asked
              .get(asked.client().describeTopics(List.of(topic)).allTopicNames())
              .get(topic)
              .partitions()
              .forEach(
                  each ->
                      wanted.put(
                          new TopicPartition(topic, each.partition()), OffsetSpec.earliest()));
          Map<Integer, Long> beginnings = new HashMap<>();
          asked
              .get(asked.client().listOffsets(wanted).all())
              .forEach((partition, at) -> beginnings.put(partition.partition(), at.offset()));
          return beginnings;
        });
  }

  /** Says where a group begins that nobody is in. */
  synchronized void begin(String group, String topic, Map<Integer, Long> offsets) {
    asking(
        "group " + group + " to begin",
        asked -> {
          Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
          offsets.forEach(
              (partition, offset) ->
                  places.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
          return asked.get(asked.client().alterConsumerGroupOffsets(group, places).all());
        });
  }

  @FunctionalInterface
  private interface Question<T> {
    T of(KafkaAdmin asked);
  }

  private <T> T asking(String what, Question<T> question) {
    try {
      if (admin == null) {
        admin = new KafkaAdmin(kafka, PATIENCE);
      }
      return question.of(admin);
    } catch (InterruptException e) {
      throw new DeliveryException("interrupted while asking Kafka", e);
    } catch (KafkaException e) {
      close();
      throw new DeliveryException(
          "Kafka was asked " + what + ": " + e.getMessage() + KafkaRemedy.of(e), e);
    }
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close();
      admin = null;
    }
  }
}
