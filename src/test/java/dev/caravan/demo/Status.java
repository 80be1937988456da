package dev.caravan.demo;

import dev.caravan.workload.WorkloadCounts;
import java.time.Duration;
import java.util.List;

/** Everything the demo shows at one moment. */
record Status(
    Duration running,
    List<TableStatus> tables,
    Percentiles delay,
    long pendingMillis,
    WorkloadCounts work) {

  Status {
    tables = List.copyOf(tables);
  }

  TableStatus total() {
    return new TableStatus(
        "total",
        tables.stream().mapToLong(TableStatus::postgresRows).sum(),
        tables.stream().mapToLong(TableStatus::clickHouseRows).sum(),
        tables.stream().mapToDouble(TableStatus::eventsPerSecond).sum());
  }
}
