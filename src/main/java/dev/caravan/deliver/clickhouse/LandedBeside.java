package dev.caravan.deliver.clickhouse;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What has landed of the events ClickHouse's Kafka engine left: it goes ahead of them, so that the
 * highest offset tells nothing.
 */
final class LandedBeside {

  private final TableInspection inspection;
  private final LandedOffsets landed;
  private final RunningInserts inserts;

  /**
   * @param landed where to note what is learned
   * @param inserts Caravan's inserts into the table
   */
  LandedBeside(TableInspection inspection, LandedOffsets landed, RunningInserts inserts) {
    this.inspection = inspection;
    this.landed = landed;
    this.inserts = inserts;
  }

  /** Waits until Caravan's inserts have ended that run now. */
  void settle() {
    inserts.await(false);
  }

  /** Learns which of the records are in the table. */
  void learn(long assignment, List<ConsumerRecord<byte[], byte[]>> left) {
    if (left.isEmpty()) {
      return;
    }
    settle();
    Map<Integer, LandedOffsets.Range> ranges = LandedOffsets.ranges(left);
    Map<Integer, Set<Long>> there = inspection.offsets(ranges);
    ranges.forEach(
        (partition, range) ->
            landed.note(
                assignment,
                partition,
                range.last(),
                range.last(),
                there.getOrDefault(partition, Set.of())));
  }

  /** Those of the records that are not in the table. */
  List<ConsumerRecord<byte[], byte[]>> missing(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Set<Long>> there = inspection.offsets(LandedOffsets.ranges(records));
    return records.stream()
        .filter(each -> !there.getOrDefault(each.partition(), Set.of()).contains(each.offset()))
        .toList();
  }
}
