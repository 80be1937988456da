package dev.caravan.deliver.kafka;

import dev.caravan.deliver.Truncation;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which of the events that were read go into one batch: rows or TRUNCATEs, never both, and of a
 * partition none behind one of the other kind. So a TRUNCATE comes after all before it has landed
 * and before all that follows, while other partitions go on.
 */
final class Cut {

  private final boolean truncations;
  private final Set<TopicPartition> closed = new HashSet<>();

  /**
   * @param first the first event, which is taken and whose kind all others have
   */
  Cut(ConsumerRecord<byte[], byte[]> first) {
    truncations = Truncation.is(first);
  }

  /** Whether the next event belongs to the batch; to be asked of each in order. */
  boolean takes(ConsumerRecord<byte[], byte[]> event) {
    boolean sameKind = Truncation.is(event) == truncations;
    if (sameKind && closed.isEmpty()) {
      return true;
    }
    TopicPartition partition = new TopicPartition(event.topic(), event.partition());
    if (!sameKind) {
      closed.add(partition);
    }
    return !closed.contains(partition);
  }
}
