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

/** What {@code ./bench} runs: one bench or all, and the reports of them. */
public final class Benches {

  private static final int ROUNDS = 3;
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
  private final List<Report> reports = new ArrayList<>();
  private Machine machine;
  private boolean failed;

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
      // Whether everything runs can be told from one sandbox for all.
      try (Sandbox sandbox = Sandbox.start(System.out::println)) {
        asked.forEach(bench -> run(bench, sandbox));
      }
    } else {
      for (Bench bench : asked) {
        System.setProperty("caravan.sandbox.first-compiler", "" + bench.shortLived());
        try (Sandbox sandbox = Sandbox.start(System.out::println)) {
          run(bench, sandbox);
        }
      }
    }
    if (options.name().equals("all")) {
      write("all", reports);
    }
  }

  /** A bench that fails keeps the others from nothing. */
  private void run(Bench bench, Sandbox sandbox) {
    System.out.println("== " + bench.name());
    long begin = System.nanoTime();
    int size = options.size().orElse(options.toy() ? bench.toySize() : bench.size());
    int rounds = options.rounds().orElse(options.toy() ? 1 : ROUNDS);
    try {
      machine = Machine.describe(command, Versions.of(sandbox));
      Report report = bench.run(new BenchRun(sandbox, size, rounds, options.toy(), options.peer()));
      reports.add(report);
      System.out.println();
      System.out.println(MarkdownReport.of(report));
      write(bench.name(), List.of(report));
    } catch (Exception e) {
      failed = true;
      System.err.println("bench: " + bench.name() + " failed");
      e.printStackTrace();
    }
    System.out.printf("== %s: %d s%n", bench.name(), (System.nanoTime() - begin) / 1_000_000_000);
  }

  private void write(String name, List<Report> all) throws IOException {
    Files.createDirectories(REPORTS);
    StringBuilder text = new StringBuilder("# Bench\n\n").append(machine.markdown());
    all.forEach(report -> text.append('\n').append(MarkdownReport.of(report)));
    Files.writeString(REPORTS.resolve(name + ".md"), text);
    Files.writeString(REPORTS.resolve(name + ".json"), JsonReport.of(machine, all));
    System.out.println("Written: " + REPORTS.resolve(name + ".md") + " and .json");
  }
}
