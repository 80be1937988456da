package dev.caravan.deliver.replay;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows dead letters. Each call reads Kafka anew, record by record, so that a million letters need
 * no more memory than a few; when Kafka does not answer it ends with a {@link
 * org.apache.kafka.common.KafkaException} within seconds.
 */
@ApplicationScoped
public class DeadLetterReader {

  private final KafkaConfig kafka;
  private final Topics topics;

  public DeadLetterReader(CaravanConfig caravan, KafkaConfig kafka) {
    this.kafka = kafka;
    this.topics = new Topics(caravan.topicPrefix());
  }

  /** The tables that ever had dead letters, by name, with how many they have in which state. */
  public List<LetterCount> counts() {
    try (LetterTopics letters = new LetterTopics(kafka, topics)) {
      Map<String, LetterStates> states =
          letters.hasMarks() ? letters.states(topic -> true) : Map.of();
      List<LetterCount> counts = new ArrayList<>();
      for (TableName table : letters.tables()) {
        LetterStates marked = states.getOrDefault(topics.changes(table), new LetterStates());
        AtomicReference<LetterCount> count =
            new AtomicReference<>(LetterCount.none(table.toString()));
        letters.read(
            table,
            letter -> {
              count.set(count.get().plus(marked.of(letter.id(), letter.timestamp())));
              return true;
            });
        counts.add(count.get());
      }
      return counts;
    }
  }

  /**
   * Letters of a table, partition by partition in the order they were written.
   *
   * @param after the last letter of the page before, or null for the first page
   * @param limit how many at most
   * @param only the state they must have, or null for any
   * @throws UnknownTableException when Kafka holds nothing of the table
   * @throws IllegalArgumentException when the table has no letter to begin behind
   */
  public LetterPage page(TableName table, LetterPlace after, int limit, LetterState only) {
    try (LetterTopics letters = new LetterTopics(kafka, topics)) {
      letters.requireKnown(table);
      LetterPlace start = after == null || after.isKnown() ? after : find(letters, table, after);
      LetterStates states = states(letters, table);
      List<LetterView> page = new ArrayList<>();
      AtomicReference<String> next = new AtomicReference<>();
      AtomicReference<LetterPlace> last = new AtomicReference<>();
      for (TopicPartition partition : letters.partitions(table)) {
        boolean isPassed = start != null && partition.partition() < start.letter().partition();
        if (isPassed || next.get() != null) {
          continue;
        }
        boolean isAmid = start != null && partition.partition() == start.letter().partition();
        letters.read(
            partition,
            isAmid ? start.position() + 1 : 0,
            letter -> {
              LetterState state = states.of(letter.id(), letter.timestamp());
              if (only != null && only != state) {
                return true;
              }
              if (page.size() == limit) {
                next.set(last.get().toString());
                return false;
              }
              page.add(LetterView.of(letter, state));
              last.set(letter.place());
              return true;
            });
      }
      return new LetterPage(table.toString(), page, next.get());
    }
  }

  private static LetterPlace find(LetterTopics letters, TableName table, LetterPlace after) {
    return find(letters, table, after.letter())
        .map(Letter::place)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no letter %s to begin behind".formatted(table, after.letter())));
  }

  /**
   * The value of a letter's event, whole and as it is.
   *
   * @return nothing when the table has no such letter; no bytes when its event has no value
   * @throws UnknownTableException when Kafka holds nothing of the table
   */
  public Optional<byte[]> value(TableName table, LetterId id) {
    try (LetterTopics letters = new LetterTopics(kafka, topics)) {
      letters.requireKnown(table);
      return find(letters, table, id)
          .map(letter -> letter.record().value() == null ? new byte[0] : letter.record().value());
    }
  }

  private static Optional<Letter> find(LetterTopics letters, TableName table, LetterId id) {
    AtomicReference<Letter> found = new AtomicReference<>();
    letters.read(
        letters.partitions(table).stream()
            .filter(partition -> partition.partition() == id.partition())
            .toList(),
        letter -> {
          if (letter.id().equals(id)) {
            found.set(letter);
          }
          return found.get() == null;
        });
    return Optional.ofNullable(found.get());
  }

  private LetterStates states(LetterTopics letters, TableName table) {
    String topic = topics.changes(table);
    return letters.hasMarks()
        ? letters.states(topic::equals).getOrDefault(topic, new LetterStates())
        : new LetterStates();
  }
}
