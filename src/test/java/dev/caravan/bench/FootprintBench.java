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
import dev.caravan.bench.peer.OrdersTarget;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Start, memory and size. */
final class FootprintBench implements Bench {

  private static final String PUBLICATION = "bench";
  private static final double BYTES_PER_MB = 1 << 20;
  private static final int IDLE_SECONDS = 10;

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public int size() {
    return 200_000;
  }

  @Override
  public int toySize() {
    return 2_000;
  }

  @Override
  public Report run(BenchRun run) throws Exception {
    Sandbox sandbox = run.sandbox();
    int idle = run.toy() ? 1 : IDLE_SECONDS;
    try (SourceDatabase source = SourceDatabase.create(sandbox, name())) {
      Orders.create(source);
      source.execute("CREATE PUBLICATION " + PUBLICATION + " FOR ALL TABLES");
      List<Peer> peers = new ArrayList<>();
      peers.add(
          caravan(run, source, "Caravan", Path.of("target", "quarkus-app"), application -> {}));
      nativeBinary()
          .ifPresent(
              file ->
                  peers.add(
                      caravan(
                          run,
                          source,
                          "Caravan, native",
                          file,
                          application -> application.binary(file))));
      peers.add(
          new FootprintPeer(
              "Kafka Connect, and the tuned Kafka engine",
              run.size(),
              idle,
              Stream.of(Connect.classPath().split(File.pathSeparator))
                  .mapToDouble(jar -> megabytes(Path.of(jar)))
                  .sum(),
              round -> lane(sandbox, source, "connect" + round),
              FootprintBench::startConnect));
      return new Report(
          name(),
          String.format(
              Locale.ROOT,
              "one table: the first row, %d s without a change, then %,d inserts",
              idle,
              run.size()),
          run.rounds(),
          Metric.FIRST_ROW,
          run.measure(peers, Metric.FIRST_ROW),
          List.of(
              "From the start of the process, the JVM's own start included.",
              "Resident memory of the process itself; packaged is what it loads its classes from,"
                  + " without the JDK, of which a native binary needs none."));
    }
  }

  private static Peer caravan(
      BenchRun run,
      SourceDatabase source,
      String name,
      Path packaged,
      Consumer<Application.Builder> how) {
    return new FootprintPeer(
        name,
        run.size(),
        run.toy() ? 1 : IDLE_SECONDS,
        megabytes(packaged),
        round ->
            lane(
                run.sandbox(),
                source,
                name.replaceAll("\\W+", "").toLowerCase(Locale.ROOT) + round),
        lane -> {
          Application.Builder application =
              lane.application("both").java(Heap.OPTION, Heap.COLLECTOR);
          how.accept(application);
          return Running.of(application.start());
        });
  }

  /** That of {@code mvn package -Dnative}, where it was built. */
  private static Optional<Path> nativeBinary() throws IOException {
    // It is started in another folder.
    try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
      return files.filter(file -> file.toString().endsWith("-runner")).findFirst();
    }
  }

  private static Running startConnect(Lane lane) throws Exception {
    KafkaEngine.tuned(1)
        .start(lane, List.of(OrdersTarget.TABLE), table -> lane.topic(table.table()));
    return Running.of(Connect.start(lane, PUBLICATION, "initial"));
  }

  private static Lane lane(Sandbox sandbox, SourceDatabase source, String run) throws Exception {
    Lane lane = Lane.open(sandbox, source, run, List.of(Orders.TABLE));
    new Topics(sandbox.kafka().bootstrapServers()).create(List.of(lane.topic(Orders.TABLE)));
    return lane;
  }

  private static double megabytes(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          / BYTES_PER_MB;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
