package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.table.TargetTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Asks the table what has landed. An insert into a table with PARTITION BY becomes a part for each
 * of its partitions, and a kill between two leaves some of its rows without the others: there every
 * offset in question is asked for, elsewhere the highest tells all.
 */
final class LandedQuery {

  private final TableInspection inspection;
  private final TargetHome home;
  private final LandedOffsets landed;
  private final RunningInserts inserts;

  /** The assignment by partition since which none but this process inserts of it. */
  private final Map<Integer, Long> ours = new HashMap<>();

  /**
   * @param landed where to note what is learned
   * @param inserts those into the table that may run, and are waited for
   */
  LandedQuery(
      TableInspection inspection, TargetHome home, LandedOffsets landed, RunningInserts inserts) {
    this.inspection = inspection;
    this.home = home;
    this.landed = landed;
    this.inserts = inserts;
  }

  /** Learns what the table has of the records, as far as it is not known. */
  void learn(long assignment, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Long> unknown = landed.unknown(assignment, records);
    if (unknown.isEmpty() || !home.isThere()) {
      return;
    }
    Map<Integer, Long> since = new HashMap<>();
    unknown.keySet().forEach(partition -> since.put(partition, assignment));
    inserts.await(ours.entrySet().containsAll(since.entrySet()));
    ours.putAll(since);
    Map<Integer, Long> highest = inspection.highestOffsets(unknown);
    if (!isPartitioned()) {
      highest.forEach((partition, offset) -> landed.note(assignment, partition, offset));
      return;
    }
    Map<Integer, LandedOffsets.Range> ranges = new HashMap<>(LandedOffsets.ranges(records));
    ranges.keySet().retainAll(unknown.keySet());
    Map<Integer, Set<Long>> offsets = inspection.offsets(ranges);
    ranges.forEach(
        (partition, range) ->
            landed.note(
                assignment,
                partition,
                range.last(),
                highest.get(partition),
                offsets.getOrDefault(partition, Set.of())));
  }

  /** Whether the table has some of the rows, whatever else it has. */
  boolean hasAnyOf(List<ConsumerRecord<byte[], byte[]>> rows) {
    if (isPartitioned()) {
      Map<Integer, Set<Long>> offsets = inspection.offsets(LandedOffsets.ranges(rows));
      return rows.stream()
          .anyMatch(
              each -> offsets.getOrDefault(each.partition(), Set.of()).contains(each.offset()));
    }
    Map<Integer, Long> first = LandedOffsets.first(rows);
    return inspection.highestOffsets(first).entrySet().stream()
        .anyMatch(each -> each.getValue() >= first.get(each.getKey()));
  }

  /**
   * Whether an insert whose outcome was open is in the table as a whole.
   *
   * @param filtered whether rows may be missing because they do not match the route's condition;
   *     what lands as one block is there when any of it is
   */
  boolean isWhole(List<ConsumerRecord<byte[], byte[]>> rows, boolean filtered) {
    int missing = landed.missing(rows).size();
    return missing == 0 || filtered && missing < rows.size() && !isPartitioned();
  }

  private boolean isPartitioned() {
    TargetTable table = home.table();
    return table != null
        ? table.storage().isPartitioned()
        : inspection.table().filter(each -> each.storage().isPartitioned()).isPresent();
  }
}
