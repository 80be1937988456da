package dev.caravan.deliver.replay;

import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics of dead letters as they are when this is opened. Kafka being away is a {@link
 * org.apache.kafka.common.KafkaException} after some seconds. Not for several threads.
 */
final class LetterTopics implements AutoCloseable {

  /** How long Kafka may be silent before a request ends. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaConfig kafka;
  private final Topics topics;
  private final TopicScan scan;
  private final Map<String, List<PartitionInfo>> present;

  LetterTopics(KafkaConfig kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
    this.scan = new TopicScan(kafka, PATIENCE);
    try {
      present = scan.topics();
    } catch (RuntimeException e) {
      scan.close();
      throw e;
    }
  }

  /** The tables that ever had a dead letter. */
  NavigableSet<TableName> tables() {
    return present.keySet().stream()
        .map(topics::tableOfDeadLetters)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Makes sure that a table is not a mistyped one; it need not have letters.
   *
   * @throws UnknownTableException when Kafka has neither events nor letters of it
   */
  void requireKnown(TableName table) {
    if (!hasLetters(table)) {
      requireEvents(table);
    }
  }

  /**
   * Makes sure that there is a topic to replay into.
   *
   * @throws UnknownTableException when Kafka has no events of the table
   */
  void requireEvents(TableName table) {
    if (present.containsKey(topics.changes(table))) {
      return;
    }
    NavigableSet<TableName> known = tables();
    for (String topic : present.keySet()) {
      try {
        TableName other = topics.tableOf(topic);
        if (topics.changes(other).equals(topic)) {
          known.add(other);
        }
      } catch (IllegalArgumentException e) {
        // A topic of something else.
      }
    }
    throw new UnknownTableException(table, known);
  }

  boolean hasLetters(TableName table) {
    return present.containsKey(topics.deadLetters(table));
  }

  /** The copies Kafka keeps of the table's letters. */
  short replicas(TableName table) {
    return (short) present.get(topics.deadLetters(table)).get(0).replicas().length;
  }

  boolean hasMarks() {
    return present.containsKey(topics.deadLetterMarks());
  }

  /** The partitions of a table's letters in their order; none when it has no letters. */
  List<TopicPartition> partitions(TableName table) {
    String topic = topics.deadLetters(table);
    return present.getOrDefault(topic, List.of()).stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
        .toList();
  }

  /** Every letter of the table, those of a partition in their order, until told to stop. */
  void read(TableName table, Predicate<Letter> each) {
    read(partitions(table), each);
  }

  /** The letters of some partitions, those of one in their order, until told to stop. */
  void read(Collection<TopicPartition> partitions, Predicate<Letter> each) {
    if (!partitions.isEmpty()) {
      read(Map.of(), scan.ends(partitions), each);
    }
  }

  /** The letters of one partition from an offset on, until told to stop. */
  void read(TopicPartition partition, long from, Predicate<Letter> each) {
    read(Map.of(partition, from), scan.ends(List.of(partition)), each);
  }

  private void read(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, Predicate<Letter> each) {
    scan.read(from, ends, record -> Letter.of(record).map(each::test).orElse(true));
  }

  /**
   * What became of letters, by the topic their events stand in, also of those that are marked in
   * this very moment.
   *
   * @param wanted the topics to know about
   */
  Map<String, LetterStates> states(Predicate<String> wanted) {
    Map<String, LetterStates> states = new TreeMap<>();
    TopicPartition marks = new TopicPartition(topics.deadLetterMarks(), 0);
    scan.read(
        Map.of(),
        Map.of(marks, endOfMarks()),
        record ->
            LetterMark.read(record.key(), record.value())
                .filter(mark -> wanted.test(mark.topic()))
                .map(mark -> note(mark, states))
                .orElse(true));
    return states;
  }

  private static boolean note(LetterMark mark, Map<String, LetterStates> states) {
    states
        .computeIfAbsent(mark.topic(), any -> new LetterStates())
        .put(mark.letter(), mark.timestamp(), mark.state());
    return true;
  }

  private long endOfMarks() {
    try (MarksTopic marks = new MarksTopic(kafka, topics.deadLetterMarks(), PATIENCE)) {
      return marks.end();
    }
  }

  @Override
  public void close() {
    scan.close();
  }
}
