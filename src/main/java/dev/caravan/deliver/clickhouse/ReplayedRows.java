package dev.caravan.deliver.clickhouse;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.deliver.LastTruncates;
import dev.caravan.deliver.row.EventHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Leaves out replayed events older than one of the partition's TRUNCATEs. Where they stood first
 * they were before it, and it would have taken their rows away.
 */
final class ReplayedRows {

  private ReplayedRows() {}

  /**
   * The records without those.
   *
   * @param truncated the last TRUNCATEs by partition
   */
  static List<ConsumerRecord<byte[], byte[]>> without(
      List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, LastTruncates> truncated) {
    if (truncated.isEmpty()) {
      return records;
    }
    List<ConsumerRecord<byte[], byte[]>> left = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> each : records) {
      Header replayed = each.headers().lastHeader(ChangeHeaders.REPLAYED);
      TopicPartition partition = new TopicPartition(each.topic(), each.partition());
      if (replayed == null || !isTaken(each, replayed, truncated.get(partition))) {
        left.add(each);
      }
    }
    return left;
  }

  private static boolean isTaken(
      ConsumerRecord<byte[], byte[]> each, Header replayed, LastTruncates truncates) {
    return truncates != null
        && EventHead.read(each.value())
            .map(head -> truncates.take(head.lsn(), firstOffset(replayed)))
            .orElse(false);
  }

  /** Where the event stood first; before everything when the header does not tell. */
  private static long firstOffset(Header replayed) {
    String place =
        replayed.value() == null ? "" : new String(replayed.value(), StandardCharsets.UTF_8);
    try {
      return Long.parseLong(place.substring(place.indexOf('/') + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
