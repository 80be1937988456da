package dev.caravan.deliver;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The body of the exchange a route gets for each batch.
 *
 * <p>A batch without records asks the route to make ready for the topics, so that a table exists in
 * ClickHouse before its first row.
 *
 * @param assignment goes up whenever a consumer of this process is assigned its partitions; a
 *     receiver that sees a new number must not rely on what it knew of the partitions
 * @param topics the topics of the partitions the consumer has
 * @param records the change events, those of a partition in offset order
 * @param truncated the last TRUNCATEs each partition brought before, where known
 * @param revoked turns true when the partitions are taken away; the batch must not be sent then
 */
public record ChangeBatch(
    long assignment,
    Set<String> topics,
    List<ConsumerRecord<byte[], byte[]>> records,
    Map<TopicPartition, LastTruncates> truncated,
    BooleanSupplier revoked) {

  public ChangeBatch {
    topics = Set.copyOf(topics);
    truncated = Map.copyOf(truncated);
  }
}
