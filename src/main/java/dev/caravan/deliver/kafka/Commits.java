package dev.caravan.deliver.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the group how far events have landed.
 *
 * <p>A commit that fails costs nothing but reading again: the table knows what it has.
 */
final class Commits {

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> client;
  private final Map<TopicPartition, Long> landed = new HashMap<>();

  Commits(Consumer<byte[], byte[]> client) {
    this.client = client;
  }

  /** Events before the given offsets have landed. */
  void landed(Map<TopicPartition, Long> next) {
    landed.putAll(next);
    client.commitAsync(
        metadata(next),
        (offsets, error) -> {
          if (error != null) {
            LOG.debug("Commit of {} failed and is made up for by the next", offsets, error);
          }
        });
  }

  /**
   * Commits offsets and returns when Kafka has them, without which a TRUNCATE must not begin.
   *
   * @throws KafkaException when it has not
   */
  void settle(Map<TopicPartition, Long> next) {
    client.commitSync(metadata(next), WAIT);
    landed.putAll(next);
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
    if (own.isEmpty()) {
      return;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        client.commitSync(metadata(own), wait);
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

  /** Whether all there is of the assigned partitions has been read; false while not known. */
  boolean areAtEnd() {
    return client.assignment().stream()
        .allMatch(partition -> client.currentLag(partition).orElse(1) == 0);
  }

  private static Map<TopicPartition, OffsetAndMetadata> metadata(Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    return offsets;
  }
}
