package dev.caravan.bench;

import dev.caravan.bench.measure.JsonReport;
import dev.caravan.bench.measure.Machine;
import dev.caravan.bench.measure.MarkdownReport;
import dev.caravan.bench.measure.Report;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** What {@code ./bench} runs: one bench or all, and the reports of them. */
public final class Benches {

  private static final int ROUNDS = 3;

  /** One waits for the start of a JVM or for a row most of its time. */
  private static final int TOYS_AT_ONCE = 2;

  private static final Path REPORTS = Path.of("target", "bench");

  private static final List<Bench> ALL =
      List.of(
          new CaptureBench(),
          new DeliverBench(),
          new FreshnessBench(),
          new ChainBench(),
          new SnapshotBench(),
          new FootprintBench(),
          new EipsBench(),
          new CompareBench());

  private final BenchOptions options;
  private final String command;
  private final Map<Bench, Report> reports = new ConcurrentHashMap<>();
  private volatile Machine machine;
  private volatile boolean failed;

  private Benches(BenchOptions options, String command) {
    this.options = options;
    this.command = command;
  }

  /**
   * @param arguments those of {@code ./bench}
   */
  public static void main(String[] arguments) throws Exception {
    BenchOptions options = null;
    try {
      options = BenchOptions.parse(List.of(arguments), ALL.stream().map(Bench::name).toList());
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
    }
    Benches benches = new Benches(options, "./bench " + String.join(" ", arguments));
    benches.run();
    // Kafka's threads of this JVM are done with.
    System.exit(benches.failed ? 1 : 0);
  }

  private void run() throws Exception {
    List<Bench> asked =
        ALL.stream()
            .filter(bench -> options.name().equals("all") || bench.name().equals(options.name()))
            .toList();
    if (options.toy()) {
      // Whether everything runs can be told from one sandbox for all, and from two at once.
      try (Sandbox sandbox = Sandbox.start(System.out::println)) {
        runToys(asked, sandbox);
      }
    } else {
      for (Bench bench : asked) {
        System.setProperty("caravan.sandbox.first-compiler", "" + bench.shortLived());
        try (Sandbox sandbox = Sandbox.start(System.out::println)) {
          run(bench, sandbox, System.out::println);
        }
      }
    }
    if (options.name().equals("all")) {
      write(
          "all",
          ALL.stream().map(reports::get).filter(Objects::nonNull).toList(),
          System.out::println);
    }
  }

  /** Each says what it has to say when it is done. */
  private void runToys(List<Bench> toys, Sandbox sandbox) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(TOYS_AT_ONCE);
    List<Future<?>> running = new ArrayList<>();
    for (Bench toy : toys) {
      running.add(
          threads.submit(
              () -> {
                StringBuffer said = new StringBuffer();
                run(toy, sandbox, line -> said.append(line).append('\n'));
                System.out.print(said);
              }));
    }
    threads.shutdown();
    for (Future<?> toy : running) {
      toy.get();
    }
  }

  /** A bench that fails keeps the others from nothing. */
  private void run(Bench bench, Sandbox sandbox, Consumer<String> out) {
    out.accept("== " + bench.name());
    long begin = System.nanoTime();
    int size = options.size().orElse(options.toy() ? bench.toySize() : bench.size());
    int rounds = options.rounds().orElse(options.toy() ? 1 : ROUNDS);
    try {
      machine = Machine.describe(command, Versions.of(sandbox));
      Report report =
          bench.run(new BenchRun(sandbox, size, rounds, options.toy(), options.peer(), out));
      reports.put(bench, report);
      out.accept("");
      out.accept(MarkdownReport.of(report));
      write(bench.name(), List.of(report), out);
    } catch (Exception e) {
      failed = true;
      System.err.println("bench: " + bench.name() + " failed");
      e.printStackTrace();
    }
    out.accept("== %s: %d s".formatted(bench.name(), (System.nanoTime() - begin) / 1_000_000_000));
  }

  private void write(String name, List<Report> all, Consumer<String> out) throws IOException {
    Files.createDirectories(REPORTS);
    StringBuilder text = new StringBuilder("# Bench\n\n").append(machine.markdown());
    all.forEach(report -> text.append('\n').append(MarkdownReport.of(report)));
    Files.writeString(REPORTS.resolve(name + ".md"), text);
    Files.writeString(REPORTS.resolve(name + ".json"), JsonReport.of(machine, all));
    out.accept("Written: " + REPORTS.resolve(name + ".md") + " and .json");
  }
}
