package dev.caravan.deliver;

import dev.caravan.deliver.event.BatchEvents;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The body of the exchange a route gets for each batch.
 *
 * <p>A batch that was read without records asks the route to make ready for the topics, so that a
 * table exists in ClickHouse before its first row.
 *
 * <p>Camel's {@code split} takes it apart into its events, see {@link BatchEvents}.
 *
 * @param assignment goes up whenever a consumer of this process is assigned its partitions; a
 *     receiver that sees a new number must not rely on what it knew of the partitions
 * @param partitions those the consumer has
 * @param records the change events to deliver, those of a partition in offset order
 * @param truncated the last TRUNCATEs each partition brought before, where known
 * @param revoked turns true when the partitions are taken away; the batch must not be sent then
 * @param read the change events as they were read, of which steps of the route may have changed
 *     some, or left them out of the records
 */
public record ChangeBatch(
    long assignment,
    Set<TopicPartition> partitions,
    List<ConsumerRecord<byte[], byte[]>> records,
    Map<TopicPartition, LastTruncates> truncated,
    BooleanSupplier revoked,
    List<ConsumerRecord<byte[], byte[]>> read)
    implements Iterable<Message> {

  public ChangeBatch {
    partitions = Set.copyOf(partitions);
    truncated = Map.copyOf(truncated);
  }

  /** A batch as it was read. */
  public ChangeBatch(
      long assignment,
      Set<TopicPartition> partitions,
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, LastTruncates> truncated,
      BooleanSupplier revoked) {
    this(assignment, partitions, records, truncated, revoked, records);
  }

  /** The topics of the partitions. */
  public Set<String> topics() {
    return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  /** The batch with other records in the place of its own. */
  public ChangeBatch with(List<ConsumerRecord<byte[], byte[]>> others) {
    return new ChangeBatch(assignment, partitions, others, truncated, revoked, read);
  }

  /** Whether it asks to make ready, rather than had all its records left out. */
  public boolean asksToPrepare() {
    return read.isEmpty();
  }

  @Override
  public Iterator<Message> iterator() {
    return BatchEvents.of(records);
  }
}
