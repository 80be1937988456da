package dev.caravan.deliver.clickhouse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the table has of each partition's offsets, as far as it is known: all up to the highest, for
 * they land in order, or in a table whose inserts may land in part those that were asked for.
 *
 * <p>Knowledge holds for one assignment only: once the partitions were away, another deliverer may
 * have landed more.
 */
final class LandedOffsets {

  /**
   * Offsets of a partition.
   *
   * @param first the lowest
   * @param last the highest
   */
  record Range(long first, long last) {}

  /**
   * What is known of a partition.
   *
   * @param until up to where it is known
   * @param highest the highest the table has, or one above which it has none
   * @param landed those it has up to there; null when it has all
   */
  private record Known(long assignment, long until, long highest, Set<Long> landed) {
    boolean tells(long thisAssignment, long last) {
      return assignment == thisAssignment && (last <= until || highest <= until);
    }

    boolean has(long offset) {
      return offset <= until && (landed == null || landed.contains(offset));
    }
  }

  private final Map<Integer, Known> known = new HashMap<>();

  /** The first offset of each partition of the batch of which not all is known. */
  Map<Integer, Long> unknown(long assignment, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Long> first = new HashMap<>();
    ranges(records)
        .forEach(
            (partition, range) -> {
              Known each = known.get(partition);
              if (each == null || !each.tells(assignment, range.last())) {
                first.put(partition, range.first());
              }
            });
    return first;
  }

  /** The offsets of each partition of the records, from the first to the last. */
  static Map<Integer, Range> ranges(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Range> ranges = new HashMap<>();
    int start = 0;
    for (int i = 0; i < records.size(); i++) {
      if (i + 1 == records.size() || records.get(i + 1).partition() != records.get(i).partition()) {
        ranges.merge(
            records.get(i).partition(),
            new Range(records.get(start).offset(), records.get(i).offset()),
            (a, b) -> new Range(Math.min(a.first(), b.first()), Math.max(a.last(), b.last())));
        start = i + 1;
      }
    }
    return ranges;
  }

  /** The first offset of each partition of the records. */
  static Map<Integer, Long> first(List<ConsumerRecord<byte[], byte[]>> records) {
    return new LandedOffsets().unknown(0, records);
  }

  /** Notes that the table has all of a partition up to an offset. */
  void note(long assignment, int partition, long offset) {
    Known before = known.get(partition);
    long highest =
        before != null && before.assignment() == assignment
            ? Math.max(before.highest(), offset)
            : offset;
    known.put(partition, new Known(assignment, offset, highest, null));
  }

  /**
   * Notes which of a partition's offsets the table has.
   *
   * @param until up to where that is known
   * @param highest the highest the table has of the partition
   */
  void note(long assignment, int partition, long until, long highest, Set<Long> offsets) {
    known.put(partition, new Known(assignment, until, highest, Set.copyOf(offsets)));
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
    Known before = known.get(partition);
    if (before == null || before.assignment() != assignment || before.until() < offset) {
      note(assignment, partition, offset);
    }
  }

  /** The records the table does not have. */
  List<ConsumerRecord<byte[], byte[]>> missing(List<ConsumerRecord<byte[], byte[]>> records) {
    List<ConsumerRecord<byte[], byte[]>> missing = null;
    Known there = null;
    int partition = -1;
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> each = records.get(i);
      if (each.partition() != partition) {
        partition = each.partition();
        there = known.get(partition);
      }
      boolean isMissing = there == null || !there.has(each.offset());
      if (!isMissing && missing == null) {
        missing = new ArrayList<>(records.subList(0, i));
      } else if (isMissing && missing != null) {
        missing.add(each);
      }
    }
    return missing == null ? records : missing;
  }

  /** Forgets all, after a failure that leaves open what landed. */
  void forget() {
    known.clear();
  }
}
