package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Orders;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.TopicAudit;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What something takes that brings one table from PostgreSQL into ClickHouse: until it brings its
 * first row, while nothing happens, and while many rows come.
 *
 * @param rows that are inserted to load it
 * @param idleSeconds between the first row and the look at its memory
 * @param packageMb what is installed of it
 */
record FootprintPeer(
    String name,
    int rows,
    int idleSeconds,
    double packageMb,
    CapturePeer.Lanes lanes,
    CapturePeer.Starter starter)
    implements Peer {

  @Override
  public List<Result> run(int round) throws Exception {
    try (Lane lane = lanes.of(round);
        TopicAudit audit =
            new TopicAudit(lane.sandbox().kafka().bootstrapServers(), lane.topic(Orders.TABLE))) {
      lane.source().execute("TRUNCATE inventory.orders");
      Orders.insert(lane.source(), 1);
      Usage usage = Usage.begin(lane.sandbox());
      long begin = System.currentTimeMillis();
      Arrival arrival = new Arrival(lane);
      try (Running running = starter.start(lane)) {
        usage.own(running.pid());
        running.until(() -> arrival.look() > 0);
        TimeUnit.SECONDS.sleep(idleSeconds);
        double idle = Usage.residentMb(running.pid());
        Orders.insert(lane.source(), 2, rows);
        running.until(() -> arrival.look() >= rows);
        double loaded = Usage.residentMb(running.pid());
        audit.read();
        Map<Metric, Double> figures = usage.soFar();
        figures.put(Metric.FIRST_EVENT, (audit.firstMillis() - begin) / 1000.0);
        figures.put(Metric.FIRST_ROW, arrival.firstSeconds());
        figures.put(Metric.IDLE_MB, idle);
        figures.put(Metric.LOADED_MB, loaded);
        figures.put(Metric.PACKAGE_MB, packageMb);
        audit.mustHold(rows);
        lane.mustBeEqual();
        return Result.of(figures);
      }
    }
  }
}
