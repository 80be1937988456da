package dev.caravan.control.table;

import dev.caravan.KafkaAdmin;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.engine.EngineNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What Kafka tells of tables, in a fixed number of requests however many tables there are.
 *
 * @param partitions the partitions of each table's topic, for the tables that have one
 * @param begins the offset each partition begins with
 * @param ends the offset behind each partition's last committed event
 * @param groups the consumer groups of deliverers by name
 */
record KafkaFigures(
    NavigableMap<TableName, List<TopicPartition>> partitions,
    Map<TopicPartition, Long> begins,
    Map<TopicPartition, Long> ends,
    Map<String, GroupFigures> groups) {

  static final KafkaFigures NONE = new KafkaFigures(new TreeMap<>(), Map.of(), Map.of(), Map.of());

  /**
   * Asks Kafka.
   *
   * @param groupPrefix what the names of deliver groups begin with
   * @param known groups to ask about beside those
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer or refuses
   */
  static KafkaFigures read(
      KafkaAdmin admin, Topics topics, String groupPrefix, Collection<String> known) {
    NavigableMap<TableName, List<TopicPartition>> partitions = partitions(admin, topics);
    List<TopicPartition> all = partitions.values().stream().flatMap(List::stream).toList();
    return new KafkaFigures(
        partitions,
        offsets(admin, all, OffsetSpec.earliest()),
        offsets(admin, all, OffsetSpec.latest()),
        groups(admin, groupPrefix, known));
  }

  /** The tables that have a topic. */
  static Map<TableName, String> topics(KafkaAdmin admin, Topics topics) {
    Map<TableName, String> tables = new TreeMap<>();
    for (String topic : admin.get(admin.client().listTopics().names())) {
      try {
        TableName table = topics.tableOf(topic);
        // Topics of dead letters and of other things do not read back as they are.
        if (topics.changes(table).equals(topic)) {
          tables.put(table, topic);
        }
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return tables;
  }

  /** How far a group is in each partition of a table. */
  List<PartitionView> position(TableName table, GroupFigures group) {
    return partitions.getOrDefault(table, List.of()).stream()
        .map(partition -> position(partition, group.committed().get(partition)))
        .toList();
  }

  private PartitionView position(TopicPartition partition, Long committed) {
    long end = ends.getOrDefault(partition, 0L);
    long from = committed == null ? begins.getOrDefault(partition, 0L) : committed;
    return new PartitionView(partition.partition(), committed, end, Math.max(0, end - from));
  }

  private static NavigableMap<TableName, List<TopicPartition>> partitions(
      KafkaAdmin admin, Topics topics) {
    Map<TableName, String> tables = topics(admin, topics);
    var described = admin.client().describeTopics(tables.values()).topicNameValues();
    NavigableMap<TableName, List<TopicPartition>> partitions = new TreeMap<>();
    tables.forEach(
        (table, topic) ->
            existing(admin, described.get(topic))
                .ifPresent(
                    found ->
                        partitions.put(
                            table,
                            found.partitions().stream()
                                .map(each -> new TopicPartition(topic, each.partition()))
                                .toList())));
    return partitions;
  }

  private static Map<TopicPartition, Long> offsets(
      KafkaAdmin admin, Collection<TopicPartition> partitions, OffsetSpec spec) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .get(
            admin
                .client()
                .listOffsets(
                    partitions.stream().collect(Collectors.toMap(each -> each, each -> spec)),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static Map<String, GroupFigures> groups(
      KafkaAdmin admin, String prefix, Collection<String> known) {
    Set<String> names = new HashSet<>(known);
    admin.get(admin.client().listConsumerGroups().valid()).stream()
        .map(ConsumerGroupListing::groupId)
        .filter(name -> name.startsWith(prefix + "-") && !EngineNames.isGroup(name))
        .forEach(names::add);
    if (names.isEmpty()) {
      return Map.of();
    }
    var described = admin.client().describeConsumerGroups(names).describedGroups();
    var committed =
        admin
            .client()
            .listConsumerGroupOffsets(
                names.stream()
                    .collect(
                        Collectors.toMap(
                            Function.identity(), any -> new ListConsumerGroupOffsetsSpec())));
    Map<String, GroupFigures> groups = new HashMap<>();
    for (String name : names) {
      List<String> members = new ArrayList<>();
      existing(admin, described.get(name))
          .ifPresent(
              group ->
                  group
                      .members()
                      .forEach(each -> members.add(each.clientId() + " at " + each.host())));
      Map<TopicPartition, Long> offsets = new HashMap<>();
      existing(admin, committed.partitionsToOffsetAndMetadata(name))
          .ifPresent(
              each ->
                  each.forEach(
                      (partition, offset) -> {
                        if (offset != null) {
                          offsets.put(partition, offset.offset());
                        }
                      }));
      groups.put(name, new GroupFigures(members, offsets));
    }
    return groups;
  }

  private static <T> Optional<T> existing(KafkaAdmin admin, KafkaFuture<T> answer) {
    try {
      return Optional.of(admin.get(answer));
    } catch (GroupIdNotFoundException | UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }
}
