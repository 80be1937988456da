package dev.caravan.deliver.engine;

import dev.caravan.deliver.Truncation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which events of a batch the engine sees, and which it leaves to Caravan. */
final class SeenEvents {

  private SeenEvents() {}

  /** Those of the records that the engine leaves to Caravan: the rest, TRUNCATEs and empty ones. */
  static List<ConsumerRecord<byte[], byte[]>> leftOf(
      List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Set<Long>> rest) {
    List<ConsumerRecord<byte[], byte[]>> left = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (isEmpty(each)
          || Truncation.is(each)
          || rest.getOrDefault(each.partition(), Set.of()).contains(each.offset())) {
        left.add(each);
      }
    }
    return left;
  }

  /** The engine passes over such without a word. */
  static boolean isEmpty(ConsumerRecord<byte[], byte[]> each) {
    return each.value() == null || each.value().length == 0;
  }

  /** The first and the last offset of each partition that the engine sees. */
  static Map<Integer, long[]> ranges(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, long[]> ranges = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (!isEmpty(each)) {
        ranges.merge(
            each.partition(),
            new long[] {each.offset(), each.offset()},
            (a, b) -> new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
      }
    }
    return ranges;
  }
}
