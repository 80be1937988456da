package dev.caravan.deliver.replay;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Puts dead letters back into their table's topic, or lets them go; each letter at most once,
 * whoever asks how often, also at once and from several processes.
 *
 * <p>An event goes back into the partition it came from in one Kafka transaction with the mark that
 * says so. Whoever begins fences off whoever is at it, and then sees all marks of theirs. The
 * event's WAL position is as it was, so it does not replace a newer version of its row.
 */
@ApplicationScoped
public class Replay {

  private static final Logger LOG = Logger.getLogger(Replay.class);

  private final KafkaConfig kafka;
  private final MeterRegistry meters;
  private final Topics topics;
  private final Set<TableName> busy = ConcurrentHashMap.newKeySet();

  public Replay(CaravanConfig caravan, KafkaConfig kafka, MeterRegistry meters) {
    this.kafka = kafka;
    this.meters = meters;
    this.topics = new Topics(caravan.topicPrefix());
  }

  /**
   * Puts the chosen letters that wait back into their topic.
   *
   * @param by who asks for it, for the marks
   * @throws UnknownTableException when Kafka holds nothing of the table
   * @throws KafkaException when Kafka does not answer and nothing was done
   * @throws ReplayFailedException when only some of it may have been done
   */
  public ReplayResult replay(TableName table, LetterChoice choice, String by) {
    return run(new ReplayRun.Task(table, choice, LetterState.REPLAYED, by));
  }

  /** Marks the chosen letters that wait as not needed; throws as {@link #replay} does. */
  public ReplayResult discard(TableName table, LetterChoice choice, String by) {
    return run(new ReplayRun.Task(table, choice, LetterState.DISCARDED, by));
  }

  private ReplayResult run(ReplayRun.Task task) {
    // Two of one process need not fence each other off.
    if (!busy.add(task.table())) {
      throw ReplayFailedException.busy(task.table());
    }
    try {
      return runAlone(task);
    } finally {
      busy.remove(task.table());
    }
  }

  private ReplayResult runAlone(ReplayRun.Task task) {
    TableName table = task.table();
    try (LetterTopics letters = new LetterTopics(kafka, topics)) {
      if (task.state() == LetterState.REPLAYED) {
        letters.requireEvents(table);
      } else {
        letters.requireKnown(table);
      }
      if (!letters.hasLetters(table)) {
        return new ReplayResult(0, 0, task.choice().named().stream().sorted().toList());
      }
      if (!letters.hasMarks()) {
        createMarks(letters.replicas(table));
      }
      ReplayResult result = run(task, letters);
      LOG.infof("%d dead letters of %s %s for %s", result.done(), table, task.state(), task.by());
      return result;
    }
  }

  private ReplayResult run(ReplayRun.Task task, LetterTopics letters) {
    String topic = topics.changes(task.table());
    try (ReplayTransactions transactions = begin(task, topic)) {
      // Read only now, when nobody else can add to them.
      LetterStates states = letters.states(topic::equals).getOrDefault(topic, new LetterStates());
      ReplayRun run = new ReplayRun(task, topics, states, transactions::write);
      try {
        letters.read(partitions(task, letters), run);
        return run.end();
      } catch (KafkaException e) {
        throw new ReplayFailedException(task.table(), task.state(), run.done(), e);
      } finally {
        count(task, run.done());
      }
    }
  }

  private ReplayTransactions begin(ReplayRun.Task task, String topic) {
    try {
      return new ReplayTransactions(kafka, "caravan-replay-" + topic, LetterTopics.PATIENCE);
    } catch (KafkaException e) {
      throw new ReplayFailedException(task.table(), task.state(), 0, e);
    }
  }

  private void count(ReplayRun.Task task, long done) {
    if (task.state() == LetterState.REPLAYED) {
      Counter.builder("caravan.deliver.dead.letters.replayed")
          .description("Dead letters put back into their topic by this process")
          .tag("table", task.table().toString())
          .register(meters)
          .increment(done);
    }
  }

  private static List<TopicPartition> partitions(ReplayRun.Task task, LetterTopics letters) {
    Set<Integer> named =
        task.choice().named().stream().map(LetterId::partition).collect(Collectors.toSet());
    return letters.partitions(task.table()).stream()
        .filter(each -> task.choice().isAll() || named.contains(each.partition()))
        .toList();
  }

  private void createMarks(short replicas) {
    try (MarksTopic marks =
        new MarksTopic(kafka, topics.deadLetterMarks(), LetterTopics.PATIENCE)) {
      marks.ensure(replicas);
    }
  }
}
