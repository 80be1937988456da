package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Something that keeps ClickHouse up to date. Started once a round, it is measured at one rate
 * after the other; both databases must hold the same in the end.
 *
 * @param rates changes a second
 * @param warmSeconds at {@link #WARM_RATE} before the first
 * @param seconds at each
 */
record FreshnessPeer(
    String name,
    List<Integer> rates,
    int warmSeconds,
    int seconds,
    CapturePeer.Lanes lanes,
    DeliverPeer.Starter starter)
    implements Peer {

  private static final int WARM_RATE = 5_000;

  @Override
  public List<Result> run(int round) throws Exception {
    try (Lane lane = lanes.of(round);
        FreshWriter writer = new FreshWriter(lane.source())) {
      Optional<Running> running = starter.start(lane);
      try {
        // Until it has begun, which is no delay of its own.
        Running.until(running, new ProbeSeen(lane, writer));
        writer.write(WARM_RATE, TimeUnit.SECONDS.toNanos(warmSeconds), commit -> {});
        List<Result> results = new ArrayList<>();
        for (int rate : rates) {
          results.add(measure(lane, writer, running, rate));
        }
        awaitAll(lane, running);
        lane.mustBeEqual();
        return results;
      } finally {
        running.ifPresent(Running::close);
      }
    }
  }

  private Result measure(Lane lane, FreshWriter writer, Optional<Running> running, int rate)
      throws Exception {
    // The first second at a rate is that of another rate still.
    writer.write(rate, TimeUnit.SECONDS.toNanos(1), commit -> {});
    Usage usage = Usage.begin(lane.sandbox());
    double ownBefore = running.map(process -> Usage.cpuSeconds(process.pid())).orElse(0.0);
    running.ifPresent(process -> usage.own(process.pid()));
    long parts = parts(lane);
    FreshWatch.Delays delays;
    double written;
    try (FreshWatch watch = new FreshWatch(lane)) {
      written = writer.write(rate, TimeUnit.SECONDS.toNanos(seconds), watch::committed);
      delays = watch.delays(running);
    }
    Map<Metric, Double> figures = usage.soFar();
    figures.computeIfPresent(Metric.CPU_OWN, (metric, used) -> used - ownBefore);
    figures.put(Metric.WRITTEN, written);
    figures.put(Metric.PARTS, (parts(lane) - parts) * 60.0 / delays.seconds());
    figures.put(Metric.P50, delays.percentile(0.50));
    figures.put(Metric.P99, delays.percentile(0.99));
    figures.put(Metric.MAX, delays.percentile(1));
    return new Result(String.format(Locale.ROOT, "%,d changes/s", rate), figures);
  }

  /** Each insert takes a block number, and merges take none. */
  private static long parts(Lane lane) throws Exception {
    return lane.count(
        "SELECT ifNull(sum(top), 0) FROM (SELECT max(max_block_number) AS top FROM system.parts"
            + " WHERE startsWith(database, '%s') GROUP BY database, table)".formatted(lane.name()));
  }

  private static void awaitAll(Lane lane, Optional<Running> running) throws Exception {
    String rows = "SELECT count(*) FROM inventory.orders";
    long expected = Long.parseLong(lane.source().ask(rows));
    Running.until(running, () -> lane.count("SELECT count() FROM orders") == expected);
  }
}
