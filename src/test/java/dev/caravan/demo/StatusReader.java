package dev.caravan.demo;

import dev.caravan.change.TableName;
import dev.caravan.workload.InventorySchema;
import dev.caravan.workload.WorkloadCounts;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes one status after the other; rates are those between two of them. */
final class StatusReader {

  private final RowCounts counts;
  private final ApplicationMetrics metrics;
  private final DelayProbe probe;
  private final long start = System.nanoTime();
  private DeliveredRows before = new DeliveredRows(Map.of());
  private long beforeAt = start;

  StatusReader(RowCounts counts, ApplicationMetrics metrics, DelayProbe probe) {
    this.counts = counts;
    this.metrics = metrics;
    this.probe = probe;
  }

  Status read(WorkloadCounts work) throws SQLException, IOException, InterruptedException {
    DeliveredRows delivered = metrics.delivered();
    long now = System.nanoTime();
    double seconds = Math.max(1, now - beforeAt) / 1e9;
    List<TableStatus> tables = new ArrayList<>();
    for (TableName table : InventorySchema.TABLES) {
      long clickHouseRows = counts.inClickHouse(table);
      double events = delivered.of(table.table()) - before.of(table.table());
      tables.add(
          new TableStatus(
              table.table(),
              counts.inPostgres(table),
              clickHouseRows,
              Math.max(0, events / seconds)));
    }
    before = delivered;
    beforeAt = now;
    return new Status(
        Duration.ofNanos(now - start), tables, probe.percentiles(), probe.pendingMillis(), work);
  }
}
