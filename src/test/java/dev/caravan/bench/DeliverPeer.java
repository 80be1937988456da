package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that brings rows of one table into ClickHouse. Measured from the first rows that are
 * visible to the last; both databases must hold the same then.
 *
 * @param main events or rows a second
 * @param rows how many there are
 */
record DeliverPeer(String name, Metric main, int rows, CapturePeer.Lanes lanes, Starter starter)
    implements Peer {

  /** What brings them. */
  interface Starter {

    /** Its process; none when ClickHouse itself does it. */
    Optional<Running> start(Lane lane) throws Exception;
  }

  @Override
  public List<Result> run(int round) throws Exception {
    try (Lane lane = lanes.of(round)) {
      Usage usage = Usage.begin(lane.sandbox());
      Arrival arrival = new Arrival(lane);
      Optional<Running> running = starter.start(lane);
      Map<Metric, Double> figures;
      try {
        running.ifPresent(process -> usage.own(process.pid()));
        Running.until(running, () -> arrival.look() >= rows);
        figures = usage.soFar();
        lane.mustBeEqual();
      } finally {
        running.ifPresent(Running::close);
      }
      figures.put(main, arrival.perSecond());
      figures.put(Metric.FIRST_ROW, arrival.firstSeconds());
      figures.put(Metric.WHOLE, arrival.wholeSeconds());
      return Result.of(figures);
    }
  }
}
