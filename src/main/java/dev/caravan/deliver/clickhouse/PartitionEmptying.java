package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.Truncation;
import dev.caravan.deliver.table.TargetName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Does a TRUNCATE to the rows of its partition: those before it with a lower version go. Whoever
 * does it again does no harm, for all that follows in the partition has a higher offset; its
 * version may be lower when the source was restored from an older state.
 *
 * <p>It is a lightweight delete. That writes a mask beside the parts and leaves the columns as they
 * are, where {@code ALTER TABLE ... DELETE} writes again whatever is not deleted, which is all that
 * other partitions brought: 10 million rows are masked in a second or two. Reading applies the mask
 * before {@code FINAL} picks the newest rows, so it is the same on a MergeTree and on a
 * ReplacingMergeTree; a merge takes the rows away for good.
 *
 * <p>It waits for the delete, on every replica unless Caravan may go on with another one: one that
 * is away must not keep it waiting. What follows in the partition is inserted after it, which no
 * replica mistakes for what was there before. The rows it takes away are those by which a deliverer
 * sees what has landed; so it is only done when Kafka has the offset of the TRUNCATE, and the
 * events before it are never read again.
 */
final class PartitionEmptying {

  private final ClickHouseServer server;
  private final TableInspection inspection;
  private final TargetName target;

  PartitionEmptying(ClickHouseServer server, TableInspection inspection, TargetName target) {
    this.server = server;
    this.inspection = inspection;
    this.target = target;
  }

  /**
   * Returns when the rows are gone.
   *
   * @param revoked whether the partitions were taken away, and nothing must be sent any more
   * @throws DeliveryException when they are not, or it is open whether they are; it may be repeated
   */
  void empty(List<Truncation> truncations, BooleanSupplier revoked) {
    inspection.awaitDeletes();
    String rows = " FROM " + target.quoted() + " WHERE " + condition(truncations);
    if (server.rowsOf(target, "SELECT 1" + rows + " LIMIT 1").isEmpty()) {
      return;
    }
    if (revoked.getAsBoolean()) {
      throw new DeliveryException("the partitions of a TRUNCATE were taken away");
    }
    server.execute(
        "DELETE" + rows + " SETTINGS lightweight_deletes_sync = " + (server.isSeveral() ? 1 : 2));
  }

  /** Of those of a partition the last counts, and earlier ones that reach higher. */
  static String condition(List<Truncation> truncations) {
    Map<Integer, Truncation> reaching = new HashMap<>();
    return truncations.stream()
        .sorted(
            Comparator.comparing(Truncation::partition)
                .thenComparing(Truncation::offset, Comparator.reverseOrder()))
        .filter(each -> reachesHigher(reaching, each))
        .map(
            each ->
                "_partition = "
                    + each.partition()
                    + " AND _offset < "
                    + each.offset()
                    + " AND _version < "
                    + Long.toUnsignedString(each.lsn()))
        .collect(Collectors.joining(") OR (", "(", ")"));
  }

  private static boolean reachesHigher(Map<Integer, Truncation> reaching, Truncation each) {
    Truncation later = reaching.get(each.partition());
    if (later != null && Long.compareUnsigned(each.lsn(), later.lsn()) <= 0) {
      return false;
    }
    reaching.put(each.partition(), each);
    return true;
  }
}
