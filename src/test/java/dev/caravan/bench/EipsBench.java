package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Orders;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Report;
import dev.caravan.bench.peer.Heap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Delivers one backlog without and with steps for single events. */
final class EipsBench implements Bench {

  private static final Metric MAIN = Metric.EVENTS_PER_SECOND;

  private static final String SPLIT =
      """
      - split:
          simple: "${body}"
          streaming: true
          aggregationStrategy: changes
          steps:
            - filter:
                simple: "${body[after][status]} != 'draft'"
                steps:
                  - %s
      """;

  @Override
  public String name() {
    return "eips";
  }

  @Override
  public int size() {
    return 500_000;
  }

  @Override
  public int toySize() {
    return 2_000;
  }

  @Override
  public Report run(BenchRun run) throws Exception {
    try (SourceDatabase source = SourceDatabase.create(run.sandbox(), name());
        Lane backlog = Backlogs.captured(run, source)) {
      List<Peer> peers =
          List.of(
              peer("without a split", "plain", "", run, backlog),
              peer(
                  "with a split that looks into each event",
                  "looked",
                  SPLIT.formatted("setHeader: {name: h, constant: x}"),
                  run,
                  backlog),
              peer(
                  "with a split that writes into each event",
                  "changed",
                  SPLIT.formatted("script: {simple: \"${body[after].put('status', 'placed')}\"}"),
                  run,
                  backlog));
      return new Report(
          name(),
          String.format(
              Locale.ROOT, "%,d change events, delivered with steps for single events", run.size()),
          run.rounds(),
          MAIN,
          run.measure(peers, MAIN),
          List.of(
              "From the first rows that are visible in ClickHouse to the last, looked at every"
                  + " 50 ms.",
              "Afterwards every row was the same in PostgreSQL and in ClickHouse."));
    }
  }

  private static Peer peer(String name, String id, String split, BenchRun run, Lane backlog) {
    return new DeliverPeer(
        name,
        MAIN,
        run.size(),
        round -> Lane.open(run.sandbox(), backlog.source(), id + round, backlog.tables()),
        lane ->
            Optional.of(
                Running.of(
                    lane.application("deliver")
                        .routes(routes(lane, split))
                        .set("caravan.topic-prefix", backlog.name())
                        .java(Heap.OPTION, Heap.COLLECTOR)
                        .start())));
  }

  private static Path routes(Lane lane, String split) throws IOException {
    Path folder = Files.createDirectory(lane.sandbox().folder().resolve("routes-" + lane.name()));
    Files.writeString(
        folder.resolve("orders.camel.yaml"),
        """
        - route:
            id: orders
            from:
              uri: kafka:{{caravan.topic-prefix}}.%s
              steps:
        %s        - to: clickhouse:orders_final
        """
            .formatted(Orders.TABLE, split.indent(8)));
    return folder;
  }
}
