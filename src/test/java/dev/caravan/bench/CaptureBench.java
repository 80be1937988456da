package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Orders;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.Slots;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.lane.Topics;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Report;
import dev.caravan.bench.peer.CaravanLanes;
import dev.caravan.bench.peer.Connect;
import dev.caravan.bench.peer.Heap;
import dev.caravan.bench.peer.StockRoute;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;

/** A backlog of single-row inserts, from PostgreSQL's WAL to Kafka. */
final class CaptureBench implements Bench {

  /** The stock route needs minutes for what the others do in seconds; its rate is steady. */
  private static final int STOCK_ROWS = 40_000;

  @Override
  public String name() {
    return "capture";
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
    int part = Math.min(rows, STOCK_ROWS);
    try (SourceDatabase source = SourceDatabase.create(sandbox, name())) {
      Orders.create(source);
      CaravanLanes caravan =
          new CaravanLanes(
              sandbox, source, "caravan", List.of(Orders.TABLE), "capture", run.rounds());
      Slots slots = Slots.before(source);
      run.say("Writing %,d single-row inserts", rows);
      Orders.insert(source, rows);
      Metric main = Metric.EVENTS_PER_SECOND;
      List<Peer> peers =
          List.of(
              new CapturePeer("Caravan", main, true, rows, caravan::of, CaptureBench::startCaravan),
              new CapturePeer(
                  "Kafka Connect",
                  main,
                  true,
                  rows,
                  round -> lane(sandbox, source, slots, "connect" + round),
                  lane -> Running.of(Connect.start(lane, slots.publication(), "no_data"))),
              new CapturePeer(
                  String.format(Locale.ROOT, "camel-debezium to camel-kafka, %,d of them", part),
                  main,
                  false,
                  part,
                  round -> lane(sandbox, source, slots, "stock" + round),
                  lane -> Running.of(StockRoute.start(lane, slots.publication()))),
              new DecodingLimit(sandbox, source, slots, rows));
      Report report =
          new Report(
              name(),
              String.format(
                  Locale.ROOT, "%,d single-row inserts, 1,000 a transaction, from a slot", rows),
              run.rounds(),
              main,
              run.measure(peers, main),
              List.of(
                  "From the first event in the topic to the last, by the broker's clock; decoding"
                      + " alone by the reader's.",
                  "Afterwards every row was in each topic once."));
      slots.drop();
      return report;
    }
  }

  private static Running startCaravan(Lane lane) throws Exception {
    return Running.of(lane.application("capture").java(Heap.OPTION, Heap.COLLECTOR).start());
  }

  private static Lane lane(Sandbox sandbox, SourceDatabase source, Slots slots, String run)
      throws Exception {
    Lane lane = Lane.open(sandbox, source, run, List.of(Orders.TABLE));
    new Topics(sandbox.kafka().bootstrapServers()).create(List.of(lane.topic(Orders.TABLE)));
    slots.copyTo(lane.name());
    return lane;
  }
}
