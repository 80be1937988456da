package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliveryException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the group how far events have landed, and what the next owner must know beside.
 *
 * <p>A commit that fails costs nothing but reading again: the table knows what it has. Only dead
 * letters are known by the commit alone.
 */
final class Commits {

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Kafka tells nothing while a transaction is open; it gives up one left behind before this. */
  private static final Duration NOTES_WAIT = Duration.ofSeconds(40);

  private final Consumer<byte[], byte[]> client;
  private final Map<TopicPartition, Long> landed = new HashMap<>();
  private final CommitNotes notes = new CommitNotes();
  private final Set<TopicPartition> doubted = new HashSet<>();
  private int underway;

  Commits(Consumer<byte[], byte[]> client) {
    this.client = client;
  }

  /** What the commits say beside the offsets. */
  CommitNotes notes() {
    return notes;
  }

  /**
   * Reads what was committed for partitions, by whomever.
   *
   * @throws KafkaException when Kafka does not tell
   */
  void readNotes(Set<TopicPartition> partitions) {
    client
        .committed(partitions, NOTES_WAIT)
        .forEach(
            (partition, committed) -> {
              if (committed != null) {
                notes.read(partition, committed);
                landed.merge(partition, committed.offset(), Math::max);
              }
            });
  }

  /** Whether an event that was read needs no delivery any more. */
  boolean isDealtWith(ConsumerRecord<byte[], byte[]> event) {
    return notes.isDead(event)
        || event.offset()
            < landed.getOrDefault(new TopicPartition(event.topic(), event.partition()), 0L);
  }

  /** Events before the given offsets have landed. */
  void landed(Map<TopicPartition, Long> next) {
    landed.putAll(next);
    notes.passed(next);
    client.commitAsync(
        notes.commits(next),
        (offsets, error) -> {
          underway--;
          if (error != null) {
            LOG.debug("Commit of {} failed and is made up for by the next", offsets, error);
          }
        });
    underway++;
  }

  /**
   * Commits offsets and returns when Kafka has them, without which a TRUNCATE must not begin.
   *
   * @throws KafkaException when it has not
   */
  void settle(Map<TopicPartition, Long> next) {
    client.commitSync(notes.commits(next), WAIT);
    landed.putAll(next);
  }

  /**
   * Returns when no earlier commit is on its way any more, which would take back what another one
   * says.
   *
   * @throws KafkaException when that is open
   */
  void await() {
    if (underway > 0) {
      client.commitSync(notes.commits(landed), WAIT);
    }
    if (underway > 0) {
      throw new DeliveryException("an earlier commit is still on its way");
    }
  }

  /** The commits that leave the dead letters of a batch out. */
  Map<TopicPartition, OffsetAndMetadata> withDead(PoisonCut cut) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    cut.offsets()
        .forEach(
            (partition, offset) ->
                commits.put(
                    partition,
                    new OffsetAndMetadata(
                        offset, notes.of(partition).with(cut.dead(partition)).text(offset))));
    return commits;
  }

  /** It is open whether a transaction has committed for the partitions. */
  void doubt(Set<TopicPartition> partitions) {
    doubted.addAll(partitions);
  }

  /** What was committed is known. */
  void trust() {
    doubted.clear();
  }

  boolean areInDoubt() {
    return !doubted.isEmpty();
  }

  /**
   * Learns what has become of the transaction.
   *
   * @throws KafkaException when Kafka does not tell
   */
  void resolve() {
    readNotes(Set.copyOf(doubted));
    trust();
  }

  /** Kafka has the commits that leave the dead letters of a batch out. */
  void buried(PoisonCut cut) {
    Map<TopicPartition, Long> offsets = cut.offsets();
    offsets.forEach(
        (partition, offset) ->
            notes.put(partition, notes.of(partition).with(cut.dead(partition)).from(offset)));
    landed.putAll(offsets);
  }

  /** Everything read has landed: moves over transaction markers, so that no lag seems left. */
  void passMarkers() {
    Map<TopicPartition, Long> moved = new HashMap<>();
    for (TopicPartition partition : client.assignment()) {
      Long next = landed.get(partition);
      if (next != null) {
        long position = client.position(partition, WAIT);
        if (position > next) {
          moved.put(partition, position);
        }
      }
    }
    if (!moved.isEmpty()) {
      landed(moved);
    }
  }

  /** Commits what has landed of the partitions and waits for it, not longer than given. */
  void flush(Collection<TopicPartition> partitions, Duration wait) {
    Map<TopicPartition, Long> own = new HashMap<>(landed);
    own.keySet().retainAll(partitions);
    own.keySet().removeAll(doubted);
    if (own.isEmpty()) {
      return;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        client.commitSync(notes.commits(own), wait);
        return;
      } catch (WakeupException e) {
        LOG.debug("Woken up while committing; once more");
      } catch (InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        LOG.debug("Commit of {} failed; the next owner reads them again", own, e);
        return;
      }
    }
  }

  void forget(Collection<TopicPartition> partitions) {
    landed.keySet().removeAll(partitions);
    notes.forget(partitions);
    doubted.removeAll(partitions);
  }

  /** Events between what was read and the end of the assigned partitions, as far as known. */
  long behind() {
    long behind = 0;
    for (TopicPartition partition : client.assignment()) {
      OptionalLong lag = client.currentLag(partition);
      behind += lag.orElse(0);
    }
    return behind;
  }

  /** Offsets from what has landed to the end of each assigned partition, as far as known. */
  Map<TopicPartition, Long> undelivered() {
    Map<TopicPartition, Long> undelivered = new HashMap<>();
    for (TopicPartition partition : client.assignment()) {
      OptionalLong lag = client.currentLag(partition);
      if (lag.isPresent()) {
        long read = client.position(partition, WAIT);
        undelivered.put(
            partition,
            lag.getAsLong() + read - Math.min(read, landed.getOrDefault(partition, read)));
      }
    }
    return undelivered;
  }

  /** Whether all there is of the assigned partitions has been read; false while not known. */
  boolean areAtEnd() {
    return client.assignment().stream()
        .allMatch(partition -> client.currentLag(partition).orElse(1) == 0);
  }
}
