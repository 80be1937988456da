package dev.caravan.deliver.replay;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One pass over a table's letters that replays or discards the chosen ones, some hundred in one
 * transaction. Not for several threads.
 */
final class ReplayRun implements Predicate<Letter> {

  /** What a run is to do. */
  record Task(TableName table, LetterChoice choice, LetterState state, String by) {}

  private static final int LETTERS_A_TRANSACTION = 500;
  private static final long BYTES_A_TRANSACTION = 8 << 20;

  private final Task task;
  private final Topics topics;
  private final LetterStates states;
  private final Consumer<Collection<ProducerRecord<byte[], byte[]>>> transaction;
  private final Set<LetterId> missing;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private int letters;
  private long bytes;
  private long done;
  private long skipped;

  /**
   * @param states what became of the table's letters until now
   * @param transaction writes records, all or none
   */
  ReplayRun(
      Task task,
      Topics topics,
      LetterStates states,
      Consumer<Collection<ProducerRecord<byte[], byte[]>>> transaction) {
    this.task = task;
    this.topics = topics;
    this.states = states;
    this.transaction = transaction;
    this.missing = new HashSet<>(task.choice().named());
  }

  /** Takes the next letter; false when no further one can be of interest. */
  @Override
  public boolean test(Letter letter) {
    if (task.choice().has(letter.id())) {
      missing.remove(letter.id());
      if (states.of(letter.id(), letter.timestamp()) == LetterState.WAITING) {
        add(letter);
      } else {
        skipped++;
      }
    }
    return task.choice().isAll() || !missing.isEmpty();
  }

  /** Writes what is left. */
  ReplayResult end() {
    commit();
    return new ReplayResult(done, skipped, missing.stream().sorted().toList());
  }

  /** The letters that are done for good. */
  long done() {
    return done;
  }

  private void add(Letter letter) {
    String topic = topics.changes(task.table());
    states.put(letter.id(), letter.timestamp(), task.state());
    if (task.state() == LetterState.REPLAYED) {
      records.add(ReplayedEvent.of(letter, task.choice().correction(letter.id()), topic));
      bytes += letter.size();
    }
    LetterMark mark =
        new LetterMark(
            topic, letter.id(), task.state(), letter.timestamp(), Instant.now(), task.by());
    records.add(new ProducerRecord<>(topics.deadLetterMarks(), 0, mark.key(), mark.value()));
    letters++;
    if (letters == LETTERS_A_TRANSACTION || bytes >= BYTES_A_TRANSACTION) {
      commit();
    }
  }

  private void commit() {
    if (letters == 0) {
      return;
    }
    transaction.accept(records);
    done += letters;
    letters = 0;
    bytes = 0;
    records.clear();
  }
}
