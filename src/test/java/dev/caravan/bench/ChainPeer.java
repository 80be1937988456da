package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.MixedTables;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Something that brings a backlog of mixed changes from PostgreSQL into ClickHouse. Measured from
 * the start of its process until the changes that were made last, in every partition of every
 * table, are visible; both databases must hold the same then.
 */
record ChainPeer(String name, int changes, CapturePeer.Lanes lanes, CapturePeer.Starter starter)
    implements Peer {

  @Override
  public List<Result> run(int round) throws Exception {
    try (Lane lane = lanes.of(round)) {
      Usage usage = Usage.begin(lane.sandbox());
      Arrival arrival = new Arrival(lane);
      try (Running running = starter.start(lane)) {
        usage.own(running.pid());
        running.until(() -> arrival.look() > 0);
        running.until(() -> markers(lane) == MixedTables.MARKERS * lane.tables().size());
        arrival.look();
        Map<Metric, Double> figures = usage.soFar();
        figures.put(Metric.EVENTS_PER_SECOND, changes / arrival.wholeSeconds());
        figures.put(Metric.FIRST_ROW, arrival.firstSeconds());
        figures.put(Metric.WHOLE, arrival.wholeSeconds());
        lane.mustBeEqual();
        return Result.of(figures);
      }
    }
  }

  private static long markers(Lane lane) throws IOException {
    long seen = 0;
    for (var table : lane.tables()) {
      String target = table.table() + "_final";
      // Another table's may come first.
      if (lane.count("EXISTS " + target) == 1) {
        seen += lane.count("SELECT uniqExact(id) FROM " + target + " WHERE id < 0");
      }
    }
    return seen;
  }
}
