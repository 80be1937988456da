package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import java.io.IOException;
import java.util.stream.Collectors;

/** How the rows of a lane's tables become visible in ClickHouse. */
final class Arrival {

  private final Lane lane;
  private final String count;
  private final long begin = System.nanoTime();
  private long first;
  private long firstAt;
  private long last;
  private long lastAt;

  Arrival(Lane lane) {
    this.lane = lane;
    this.count =
        lane.tables().stream()
            .map(table -> "'" + table.table() + "_final'")
            .collect(
                Collectors.joining(
                    ", ",
                    "SELECT ifNull(sum(total_rows), 0) FROM system.tables"
                        + " WHERE database = currentDatabase() AND name IN (",
                    ")"));
  }

  /** How many rows there are now; of a key's versions those that are not merged away. */
  long look() throws IOException {
    last = lane.count(count);
    lastAt = System.nanoTime();
    if (first == 0 && last > 0) {
      first = last;
      firstAt = lastAt;
    }
    return last;
  }

  /** Between the first look that saw rows and the last; from the beginning when it saw all. */
  double perSecond() {
    return first == last
        ? last * 1e9 / (lastAt - begin)
        : (last - first) * 1e9 / (lastAt - firstAt);
  }

  /** Until the first look that saw rows. */
  double firstSeconds() {
    return (firstAt - begin) / 1e9;
  }

  /** Until the last look. */
  double wholeSeconds() {
    return (lastAt - begin) / 1e9;
  }
}
