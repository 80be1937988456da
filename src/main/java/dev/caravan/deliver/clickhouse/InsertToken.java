package dev.caravan.deliver.clickhouse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the name of an insert tells of its rows: {@code topic/0:17-42/2:5-5}. */
final class InsertToken {

  private InsertToken() {}

  /** The offsets of every partition, first and last. */
  static String of(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, LandedOffsets.Range> ranges = new TreeMap<>(LandedOffsets.ranges(records));
    StringBuilder token = new StringBuilder(topic);
    ranges.forEach(
        (partition, range) ->
            token
                .append('/')
                .append(partition)
                .append(':')
                .append(range.first())
                .append('-')
                .append(range.last()));
    return token.toString();
  }
}
