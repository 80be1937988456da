package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads and removes topics of the sandbox's broker. What it asks with stays open: tests look many
 * times a second, and a client costs far more than a question.
 */
final class KafkaTopics implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bootstrapServers;
  private final Map<String, TopicTail> tails = new HashMap<>();
  private Admin admin;

  KafkaTopics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  private synchronized Admin admin() {
    if (admin == null) {
      // The broker is killed and started again on purpose.
      admin =
          Admin.create(
              Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 100));
    }
    return admin;
  }

  /** All committed events of a topic as JSON, partition by partition. */
  List<JsonNode> values(String topic) {
    return records(topic).stream().map(record -> json(record.value())).toList();
  }

  /** Hands over all committed events of a topic as JSON. */
  void eachValue(String topic, Consumer<JsonNode> each) {
    eachRecord(topic, record -> each.accept(json(record.value())));
  }

  /** The same of those that were committed since it was asked for the last time. */
  synchronized void eachNewValue(String topic, Consumer<JsonNode> each) {
    tails
        .computeIfAbsent(topic, name -> new TopicTail(bootstrapServers, name))
        .forEach(record -> each.accept(json(record.value())));
  }

  /** All committed records of a topic. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    eachRecord(topic, records::add);
    return records;
  }

  private void eachRecord(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (TopicTail whole = new TopicTail(bootstrapServers, topic)) {
      whole.forEach(each);
    }
  }

  /** The ends of the topic's partitions, summed up; 0 while there is no such topic. */
  long end(String topic) {
    return answer(
        () -> {
          Map<TopicPartition, OffsetSpec> ends;
          try {
            ends =
                partitions(topic).stream()
                    .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
          } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
              return 0L;
            }
            throw e;
          }
          return admin().listOffsets(ends).all().get().values().stream()
              .mapToLong(ListOffsetsResultInfo::offset)
              .sum();
        });
  }

  /** The members of a consumer group by the ids Kafka gave them; a member that left has another. */
  Set<String> members(String group) {
    return answer(
        () ->
            admin().describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                .map(MemberDescription::consumerId)
                .collect(Collectors.toSet()));
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes the topics whose names begin so, and waits until they are gone. */
  void deleteTopics(String prefix) {
    closeTails();
    answer(() -> admin().deleteTopics(names(prefix)).all().get());
    await().atMost(Duration.ofSeconds(30)).until(() -> names(prefix).isEmpty());
  }

  /** Sets a group that nobody is in back to the beginning of a topic. */
  void rewind(String group, String topic) {
    answer(
        () -> {
          Map<TopicPartition, OffsetAndMetadata> begin =
              partitions(topic).stream()
                  .collect(Collectors.toMap(each -> each, each -> new OffsetAndMetadata(0)));
          return admin().alterConsumerGroupOffsets(group, begin).all().get();
        });
  }

  /** The topics whose names begin so. */
  Set<String> names(String prefix) {
    return answer(
        () ->
            admin().listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet()));
  }

  private List<TopicPartition> partitions(String topic)
      throws InterruptedException, ExecutionException {
    return admin()
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .toList();
  }

  private static <T> T answer(Callable<T> question) {
    try {
      return question.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    closeTails();
    if (admin != null) {
      admin.close();
    }
  }

  private synchronized void closeTails() {
    tails.values().forEach(TopicTail::close);
    tails.clear();
  }
}
