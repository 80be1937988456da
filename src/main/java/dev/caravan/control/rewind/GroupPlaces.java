package dev.caravan.control.rewind;

import dev.caravan.KafkaAdmin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks Kafka where a group stands in a topic, and where it is to go. */
final class GroupPlaces {

  private final KafkaAdmin admin;
  private final String topic;

  GroupPlaces(KafkaAdmin admin, String topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * The places of the group in every partition, in their order.
   *
   * @throws IllegalArgumentException when a partition is asked for that is not there
   */
  List<PartitionPlace> of(String group, RewindWish wish) {
    List<TopicPartition> partitions = partitions();
    Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> wanted = wanted(partitions, wish, ends);
    Map<TopicPartition, Long> committed = committed(group);
    return partitions.stream()
        .map(
            each ->
                new PartitionPlace(
                    each.partition(),
                    begins.get(each),
                    committed.get(each),
                    ends.get(each),
                    wanted.get(each)))
        .toList();
  }

  /** Who is in the group, for people. */
  List<String> members(String group) {
    try {
      return admin
          .get(admin.client().describeConsumerGroups(List.of(group)).describedGroups().get(group))
          .members()
          .stream()
          .map(each -> each.clientId() + " at " + each.host().replaceFirst("^/", ""))
          .toList();
    } catch (GroupIdNotFoundException e) {
      return List.of();
    }
  }

  private List<TopicPartition> partitions() {
    return admin
        .get(admin.client().describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> wanted(
      List<TopicPartition> partitions, RewindWish wish, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    if (wish.isByTime()) {
      wanted.putAll(offsets(partitions, OffsetSpec.forTimestamp(wish.to().toEpochMilli())));
      // Kafka has none of a partition whose events are all older.
      wanted.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
      return wanted;
    }
    List<Integer> known = new ArrayList<>();
    partitions.forEach(each -> known.add(each.partition()));
    wish.offsets()
        .forEach(
            (partition, offset) -> {
              if (!known.contains(partition)) {
                throw new IllegalArgumentException(
                    "%s has no partition %d; it has %s".formatted(topic, partition, known));
              }
              wanted.put(new TopicPartition(topic, partition), offset);
            });
    return wanted;
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
    return admin
        .get(
            admin
                .client()
                .listOffsets(
                    partitions.stream().collect(Collectors.toMap(each -> each, each -> spec)),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  private Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try {
      Map<TopicPartition, OffsetAndMetadata> found =
          admin.get(
              admin.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
      found.forEach(
          (partition, offset) -> {
            if (offset != null) {
              committed.put(partition, offset.offset());
            }
          });
    } catch (GroupIdNotFoundException e) {
      return committed;
    }
    return committed;
  }
}
