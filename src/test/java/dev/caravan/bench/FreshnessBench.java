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
import dev.caravan.bench.peer.KafkaEngine;
import dev.caravan.bench.peer.MaterializedPostgres;
import dev.caravan.bench.peer.OrdersTarget;
import dev.caravan.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long a commit takes until ClickHouse shows it, at several rates of writing. */
final class FreshnessBench implements Bench {

  private static final List<Integer> RATES = List.of(10, 1_000, 5_000);

  private static final int WARM_SECONDS = 10;

  private static final String PUBLICATION = "bench";

  @Override
  public String name() {
    return "freshness";
  }

  /** Seconds at each rate. */
  @Override
  public int size() {
    return 6;
  }

  /** For minutes the second compiler would take more of the machine than the peers. */
  @Override
  public boolean shortLived() {
    return true;
  }

  @Override
  public int toySize() {
    return 1;
  }

  @Override
  public Report run(BenchRun run) throws Exception {
    Sandbox sandbox = run.sandbox();
    try (SourceDatabase source = SourceDatabase.create(sandbox, name())) {
      Orders.create(source);
      source.execute("CREATE PUBLICATION " + PUBLICATION + " FOR ALL TABLES");
      List<Peer> peers = new ArrayList<>();
      peers.add(
          peer(
              "Caravan",
              "caravan",
              run,
              source,
              lane ->
                  Optional.of(
                      Running.of(
                          lane.application("both").java(Heap.OPTION, Heap.COLLECTOR).start()))));
      peers.add(
          peer(
              "Caravan, via: kafka-engine",
              "via",
              run,
              source,
              lane ->
                  Optional.of(
                      Running.of(
                          lane.application("both", KafkaEngine.OF_CARAVAN)
                              .java(Heap.OPTION, Heap.COLLECTOR)
                              .start()))));
      peers.add(
          peer(
              "Kafka Connect and Kafka engine, tuned",
              "tuned",
              run,
              source,
              lane -> Optional.of(startConnect(lane, KafkaEngine.tuned(1)))));
      peers.add(
          peer(
              "Kafka Connect and Kafka engine, defaults",
              "engine",
              run,
              source,
              lane -> Optional.of(startConnect(lane, KafkaEngine.defaults()))));
      List<String> notes =
          new ArrayList<>(
              List.of(
                  "A writer commits at fixed times, whether or not anybody keeps up. Each of its"
                      + " transactions changes one row whose new value ClickHouse is asked for"
                      + " every 10 ms; the delay is from the commit's return until the first"
                      + " question was asked whose answer has it.",
                  "Each peer gets 5,000 changes/s for 10 s before the first rate is measured. The JVMs,"
                      + " the broker's, too, do without the second compiler, which would be at"
                      + " work for minutes.",
                  "Parts are blocks inserted into the target, merges not counted.",
                  "Afterwards every row was the same in PostgreSQL and in ClickHouse."));
      Optional<String> refusal = ReplicaTrial.refusal(lane(sandbox, source, "trial"));
      if (refusal.isPresent()) {
        notes.add("MaterializedPostgreSQL is left out, it does not follow here: " + refusal.get());
      } else {
        peers.add(
            peer(
                "MaterializedPostgreSQL",
                "materialized",
                run,
                source,
                lane -> {
                  MaterializedPostgres.start(lane);
                  return Optional.empty();
                }));
      }
      return new Report(
          name(),
          String.format(
              Locale.ROOT,
              "from commit in PostgreSQL to visible in ClickHouse, %d s at each rate",
              run.size()),
          run.rounds(),
          Metric.P50,
          run.measure(peers, Metric.P50),
          notes);
    }
  }

  private static Peer peer(
      String name, String id, BenchRun run, SourceDatabase source, DeliverPeer.Starter starter) {
    return new FreshnessPeer(
        name,
        run.toy() ? RATES.subList(1, 2) : RATES,
        run.toy() ? 1 : WARM_SECONDS,
        run.size(),
        round -> lane(run.sandbox(), source, id + round),
        starter);
  }

  private static Running startConnect(Lane lane, KafkaEngine engine) throws Exception {
    engine.start(lane, List.of(OrdersTarget.TABLE), table -> lane.topic(table.table()));
    return Running.of(Connect.start(lane, PUBLICATION, "initial"));
  }

  private static Lane lane(Sandbox sandbox, SourceDatabase source, String run) throws Exception {
    Lane lane = Lane.open(sandbox, source, run, List.of(Orders.TABLE));
    new Topics(sandbox.kafka().bootstrapServers()).create(List.of(lane.topic(Orders.TABLE)));
    return lane;
  }
}
