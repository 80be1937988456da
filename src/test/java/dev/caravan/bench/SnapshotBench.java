package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Orders;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.lane.Topics;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Report;
import dev.caravan.bench.peer.Connect;
import dev.caravan.bench.peer.Heap;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows that were there before, from PostgreSQL to Kafka, and on to ClickHouse. */
final class SnapshotBench implements Bench {

  private static final Metric MAIN = Metric.ROWS_PER_SECOND;
  private static final String PUBLICATION = "bench";

  @Override
  public String name() {
    return "snapshot";
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
    try (SourceDatabase source = SourceDatabase.create(sandbox, name())) {
      Orders.create(source);
      source.execute("CREATE PUBLICATION " + PUBLICATION + " FOR ALL TABLES");
      run.say("Inserting %,d rows", rows);
      Orders.fill(source, rows);
      List<Peer> peers =
          List.of(
              new CapturePeer(
                  "Caravan",
                  MAIN,
                  true,
                  rows,
                  round -> lane(sandbox, source, "caravan" + round),
                  lane -> startCaravan(lane, "capture")),
              new CapturePeer(
                  "Kafka Connect",
                  MAIN,
                  true,
                  rows,
                  round -> lane(sandbox, source, "connect" + round),
                  lane -> Running.of(Connect.start(lane, PUBLICATION, "initial"))),
              new DeliverPeer(
                  "Caravan, on to ClickHouse",
                  MAIN,
                  rows,
                  round -> lane(sandbox, source, "both" + round),
                  lane -> Optional.of(startCaravan(lane, "both"))));
      return new Report(
          name(),
          String.format(Locale.ROOT, "%,d rows that are there when the capture begins", rows),
          run.rounds(),
          MAIN,
          run.measure(peers, MAIN),
          List.of(
              "From the first row in the topic to the last, by the broker's clock; on to ClickHouse"
                  + " from the first rows that are visible to the last.",
              "Afterwards every row was in each topic once, and the same in ClickHouse."));
    }
  }

  private static Running startCaravan(Lane lane, String role) throws Exception {
    return Running.of(lane.application(role).java(Heap.OPTION, Heap.COLLECTOR).start());
  }

  private static Lane lane(Sandbox sandbox, SourceDatabase source, String run) throws Exception {
    Lane lane = Lane.open(sandbox, source, run, List.of(Orders.TABLE));
    new Topics(sandbox.kafka().bootstrapServers()).create(List.of(lane.topic(Orders.TABLE)));
    return lane;
  }
}
