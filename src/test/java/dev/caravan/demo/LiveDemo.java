package dev.caravan.demo;

import dev.caravan.workload.InventoryLoad;
import dev.caravan.workload.InventorySchema;
import dev.caravan.workload.MixedWorkload;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;

/** The demo that runs until it is interrupted. */
final class LiveDemo {

  private static final long SEED = 1;
  private static final long REDRAW_MILLIS = 1_000;
  private static final long LINE_MILLIS = 5_000;

  private final DemoOptions options;
  private final Pipeline pipeline;
  private final Terminal terminal;
  private final Steps steps;

  LiveDemo(DemoOptions options, Pipeline pipeline, Terminal terminal, Steps steps) {
    this.options = options;
    this.pipeline = pipeline;
    this.terminal = terminal;
    this.steps = steps;
  }

  /** Runs until this thread is interrupted or something fails. */
  void run() throws Exception {
    try (Connection connection = pipeline.connect()) {
      InventorySchema.create(connection);
      InventoryLoad load = new InventoryLoad(connection, SEED, options.rows());
      load.loadMasterData();
      load.loadOrders(options.rows(), loaded -> steps.underWay("%,d orders loaded", loaded));
    }
    steps.done("%,d orders loaded", options.rows());
    pipeline.startApplication();
    steps.done("Caravan is ready");
    if (options.monitoring()) {
      pipeline.startMonitoring();
      steps.done("Prometheus and Alertmanager watch it");
    }
    introduce();
    try (Connection counting = pipeline.connect();
        DelayProbe probe = new DelayProbe(pipeline.connect(), pipeline.clickHouse()).start();
        MixedWorkload workload =
            new MixedWorkload(pipeline.connect(), SEED, options.rate()).start()) {
      RowCounts counts = new RowCounts(counting, pipeline.clickHouse());
      show(new StatusReader(counts, pipeline.metrics(), probe), workload);
    }
  }

  private void introduce() {
    Style style = terminal.style();
    terminal.line("");
    for (String connection : pipeline.connections()) {
      terminal.line("  " + connection);
    }
    terminal.line("");
    terminal.line(style.dim("  Ctrl-C ends everything and leaves nothing behind."));
    terminal.line("");
  }

  private void show(StatusReader reader, MixedWorkload workload) throws Exception {
    StatusText text = new StatusText(terminal.style());
    long interval = terminal.isInteractive() ? REDRAW_MILLIS : LINE_MILLIS;
    while (true) {
      long began = System.nanoTime();
      pipeline.checkApplication();
      workload.check();
      Status status = reader.read(workload.counts());
      if (terminal.isInteractive()) {
        terminal.redraw(text.table(status));
      } else {
        terminal.line(text.line(status));
      }
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      // Counting millions of rows is work too: at most half the time goes into it.
      Thread.sleep(Math.max(interval - took, took));
    }
  }
}
