package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.TopicAudit;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import java.util.List;
import java.util.Map;

/**
 * Something that brings rows of one table from PostgreSQL into Kafka. Measured between the first
 * and the last event in the topic, by the broker's clock; each row must be there once.
 *
 * @param main events or rows a second
 * @param whole whether the table's rows are all it is to bring; else it is ended on the way
 * @param rows how many to wait for
 */
record CapturePeer(String name, Metric main, boolean whole, int rows, Lanes lanes, Starter starter)
    implements Peer {

  /** Where a round runs. */
  interface Lanes {
    Lane of(int round) throws Exception;
  }

  /** What runs there. */
  interface Starter {
    Running start(Lane lane) throws Exception;
  }

  @Override
  public List<Result> run(int round) throws Exception {
    try (Lane lane = lanes.of(round)) {
      String brokers = lane.sandbox().kafka().bootstrapServers();
      try (TopicAudit audit = new TopicAudit(brokers, lane.topic(lane.tables().get(0)))) {
        return run(lane, audit);
      }
    }
  }

  private List<Result> run(Lane lane, TopicAudit audit) throws Exception {
    Usage usage = Usage.begin(lane.sandbox());
    long begin = System.currentTimeMillis();
    Map<Metric, Double> figures;
    try (Running running = starter.start(lane)) {
      usage.own(running.pid());
      running.until(() -> audit.extent() >= rows);
      figures = usage.soFar();
      if (whole) {
        // Some of the extent may be ends of transactions, and some events still on their way.
        running.until(() -> audit.read() >= rows);
      }
    }
    int events = (int) audit.read();
    audit.mustHold(whole ? rows : events);
    figures.put(main, audit.perSecond());
    figures.put(Metric.FIRST_EVENT, (audit.firstMillis() - begin) / 1000.0);
    figures.put(Metric.WHOLE, (audit.lastMillis() - begin) / 1000.0);
    // ClickHouse has no part in this.
    figures.remove(Metric.CPU_CLICKHOUSE);
    figures.remove(Metric.PEAK_CLICKHOUSE);
    return Result.of(figures);
  }
}
