package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.DeliveryColumns;
import dev.caravan.deliver.table.TargetName;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Takes the rows away that partitions brought from an offset on, so that their events can be
 * delivered once more: a deliverer inserts no offset that the table has. It is a lightweight
 * delete, see {@link PartitionEmptying}, and may be repeated. Only for who holds the partitions.
 */
public final class RewoundRows {

  private final ClickHouseServer server;

  public RewoundRows(ClickHouseServer server) {
    this.server = server;
  }

  /**
   * Returns when the rows are gone, on every replica.
   *
   * @param from the first offset to take away of each partition
   * @return how many rows there were of each partition that had any
   * @throws DeliveryException when they are not gone, or it is open whether they are
   */
  public Map<Integer, Long> remove(TargetName target, Map<Integer, Long> from) {
    TableInspection inspection = new TableInspection(server, target);
    if (from.isEmpty() || inspection.table().isEmpty()) {
      return Map.of();
    }
    if (!inspection.table().orElseThrow().columns().keySet().containsAll(DeliveryColumns.names())) {
      throw new DeliveryException(
          "%s lacks some of the columns %s, so it is not known which rows came from where"
              .formatted(target, DeliveryColumns.names()));
    }
    // What a deliverer that died had begun must not come later, nor may two deletes run at once.
    new RunningInserts(server, target, RowInsert.queryIds(target)).await(false);
    inspection.awaitDeletes();
    String rows = " FROM " + target.quoted() + " WHERE " + condition(from);
    Map<Integer, Long> counts = new HashMap<>();
    server
        .rowsOf(target, "SELECT _partition, count()" + rows + " GROUP BY _partition")
        .forEach(row -> counts.put(Integer.valueOf(row[0]), Long.valueOf(row[1])));
    if (!counts.isEmpty()) {
      server.execute("DELETE" + rows + " SETTINGS lightweight_deletes_sync = 2");
    }
    return counts;
  }

  /**
   * Waits until no delete from the table runs.
   *
   * @throws DeliveryException when one takes too long
   */
  public void await(TargetName target) {
    new TableInspection(server, target).awaitDeletes();
  }

  static String condition(Map<Integer, Long> from) {
    return from.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> "_partition = " + each.getKey() + " AND _offset >= " + each.getValue())
        .collect(Collectors.joining(") OR (", "(", ")"));
  }
}
