package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Orders;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Report;
import dev.caravan.bench.peer.Heap;
import dev.caravan.bench.peer.KafkaEngine;
import dev.caravan.bench.peer.OrdersTarget;
import dev.caravan.bench.peer.RowBinaryConsumer;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A backlog of change events, written by Caravan's capture, from Kafka to ClickHouse. */
final class DeliverBench implements Bench {

  private static final Metric MAIN = Metric.EVENTS_PER_SECOND;

  @Override
  public String name() {
    return "deliver";
  }

  @Override
  public int size() {
    return 1_000_000;
  }

  @Override
  public int toySize() {
    return 3_000;
  }

  @Override
  public Report run(BenchRun run) throws Exception {
    Sandbox sandbox = run.sandbox();
    int rows = run.size();
    try (SourceDatabase source = SourceDatabase.create(sandbox, name());
        Lane backlog = Backlogs.captured(run, source)) {
      String topic = backlog.topic(Orders.TABLE);
      List<Peer> peers =
          List.of(
              new DeliverPeer(
                  "Caravan",
                  MAIN,
                  rows,
                  lanes(sandbox, source, "caravan"),
                  lane -> Optional.of(startCaravan(lane, backlog, ""))),
              new DeliverPeer(
                  "Caravan, via: kafka-engine",
                  MAIN,
                  rows,
                  lanes(sandbox, source, "via"),
                  lane -> Optional.of(startCaravan(lane, backlog, KafkaEngine.OF_CARAVAN))),
              engine(
                  "Kafka engine, defaults", run, source, "engine", KafkaEngine.defaults(), topic),
              engine("Kafka engine, tuned", run, source, "tuned", KafkaEngine.tuned(2), topic),
              new DeliverPeer(
                  "bare consumer, RowBinary",
                  MAIN,
                  rows,
                  lanes(sandbox, source, "limit"),
                  lane -> {
                    lane.clickhouse(OrdersTarget.TABLE.finalTable());
                    lane.clickhouse(OrdersTarget.TABLE.view());
                    return Optional.of(Running.of(RowBinaryConsumer.start(lane, topic)));
                  }));
      return new Report(
          name(),
          String.format(Locale.ROOT, "%,d change events of inserts, 3 partitions", rows),
          run.rounds(),
          MAIN,
          run.measure(peers, MAIN),
          List.of(
              "From the first rows that are visible in ClickHouse to the last, looked at every"
                  + " 50 ms.",
              "Afterwards every row was the same in PostgreSQL and in ClickHouse."));
    }
  }

  private static Peer engine(
      String name,
      BenchRun run,
      SourceDatabase source,
      String lane,
      KafkaEngine engine,
      String topic) {
    return new DeliverPeer(
        name,
        MAIN,
        run.size(),
        lanes(run.sandbox(), source, lane),
        opened -> {
          engine.start(opened, List.of(OrdersTarget.TABLE), table -> topic);
          return Optional.empty();
        });
  }

  private static CapturePeer.Lanes lanes(Sandbox sandbox, SourceDatabase source, String peer) {
    return round -> Lane.open(sandbox, source, peer + round, List.of(Orders.TABLE));
  }

  private static Running startCaravan(Lane lane, Lane backlog, String options) throws Exception {
    return Running.of(
        lane.application("deliver", options)
            .set("caravan.topic-prefix", backlog.name())
            .java(Heap.OPTION, Heap.COLLECTOR)
            .start());
  }
}
