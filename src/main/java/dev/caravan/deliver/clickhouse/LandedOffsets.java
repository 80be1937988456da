package dev.caravan.deliver.clickhouse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The highest offset of each partition that is in the table, as far as it is known.
 *
 * <p>Knowledge holds for one assignment only: once the partitions were away, another deliverer may
 * have landed more.
 */
final class LandedOffsets {

  private record Known(long assignment, long offset) {}

  private final Map<Integer, Known> highest = new HashMap<>();

  /** The first offset of each partition of the batch of which nothing is known. */
  Map<Integer, Long> unknown(long assignment, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Long> first = new HashMap<>();
    int last = -1;
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (each.partition() != last) {
        last = each.partition();
        Known known = highest.get(last);
        if (known == null || known.assignment() != assignment) {
          first.merge(last, each.offset(), Math::min);
        }
      }
    }
    return first;
  }

  /** The first offset of each partition of the records. */
  static Map<Integer, Long> first(List<ConsumerRecord<byte[], byte[]>> records) {
    return new LandedOffsets().unknown(0, records);
  }

  void note(long assignment, int partition, long offset) {
    highest.put(partition, new Known(assignment, offset));
  }

  void note(long assignment, List<ConsumerRecord<byte[], byte[]>> landed) {
    for (int i = 0; i < landed.size(); i++) {
      ConsumerRecord<byte[], byte[]> each = landed.get(i);
      if (i + 1 == landed.size() || landed.get(i + 1).partition() != each.partition()) {
        note(assignment, each.partition(), each.offset());
      }
    }
  }

  /** Notes an offset that is dealt with though no row of the table shows it. */
  void passed(long assignment, int partition, long offset) {
    Known known = highest.get(partition);
    if (known == null || known.assignment() != assignment || known.offset() < offset) {
      note(assignment, partition, offset);
    }
  }

  /** The records the table does not have. */
  List<ConsumerRecord<byte[], byte[]>> missing(List<ConsumerRecord<byte[], byte[]>> records) {
    boolean all = true;
    for (ConsumerRecord<byte[], byte[]> each : records) {
      all &= isMissing(each);
    }
    if (all) {
      return records;
    }
    List<ConsumerRecord<byte[], byte[]>> missing = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (isMissing(each)) {
        missing.add(each);
      }
    }
    return missing;
  }

  /** Forgets all, after a failure that leaves open what landed. */
  void forget() {
    highest.clear();
  }

  private boolean isMissing(ConsumerRecord<byte[], byte[]> each) {
    Known known = highest.get(each.partition());
    return known == null || each.offset() > known.offset();
  }
}
