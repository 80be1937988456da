package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.MixedTables;
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
import dev.caravan.bench.peer.KafkaEngine;
import dev.caravan.bench.peer.MixedTargets;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;

/** A backlog of mixed changes of four tables, from PostgreSQL's WAL to ClickHouse. */
final class ChainBench implements Bench {

  private static final String SMALL_HEAP = "-Xmx256m";

  @Override
  public String name() {
    return "chain";
  }

  @Override
  public int size() {
    return 500_000;
  }

  @Override
  public int toySize() {
    return 4_000;
  }

  @Override
  public Report run(BenchRun run) throws Exception {
    Sandbox sandbox = run.sandbox();
    int changes = run.size();
    try (SourceDatabase source = SourceDatabase.create(sandbox, name())) {
      MixedTables.create(source);
      CaravanLanes caravan = caravan(run, source, "caravan");
      CaravanLanes small = caravan(run, source, "small");
      Slots slots = Slots.before(source);
      run.say("Making %,d changes", changes);
      MixedTables.change(source, changes);
      List<Peer> peers =
          List.of(
              new ChainPeer(
                  "Caravan", changes, caravan::of, lane -> startCaravan(lane, Heap.OPTION)),
              new ChainPeer(
                  "Caravan " + SMALL_HEAP,
                  changes,
                  small::of,
                  lane -> startCaravan(lane, SMALL_HEAP)),
              new ChainPeer(
                  "Kafka Connect and Kafka engine, tuned",
                  changes,
                  round -> lane(sandbox, source, slots, round),
                  lane -> startConnect(lane, slots)));
      Report report =
          new Report(
              name(),
              String.format(
                  Locale.ROOT,
                  "%,d inserts, updates and deletes over four tables, from a slot to ClickHouse",
                  changes),
              run.rounds(),
              Metric.EVENTS_PER_SECOND,
              run.measure(peers, Metric.EVENTS_PER_SECOND),
              List.of(
                  "From the start of the process until the last change is visible, the JVM's own"
                      + " start included.",
                  "Afterwards every row was the same in PostgreSQL and in ClickHouse."));
      slots.drop();
      return report;
    }
  }

  private static CaravanLanes caravan(BenchRun run, SourceDatabase source, String name)
      throws Exception {
    return new CaravanLanes(
        run.sandbox(), source, name, MixedTables.names(), "capture", run.rounds());
  }

  private static Running startCaravan(Lane lane, String heap) throws Exception {
    return Running.of(lane.application("both").java(heap, Heap.COLLECTOR).start());
  }

  private static Running startConnect(Lane lane, Slots slots) throws Exception {
    KafkaEngine.tuned(1).start(lane, MixedTargets.TABLES, table -> lane.topic(table.table()));
    return Running.of(Connect.start(lane, slots.publication(), "no_data"));
  }

  private static Lane lane(Sandbox sandbox, SourceDatabase source, Slots slots, int round)
      throws Exception {
    Lane lane = Lane.open(sandbox, source, "connect" + round, MixedTables.names());
    new Topics(sandbox.kafka().bootstrapServers())
        .create(MixedTables.names().stream().map(lane::topic).toList());
    slots.copyTo(lane.name());
    return lane;
  }
}
