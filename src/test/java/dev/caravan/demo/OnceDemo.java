package dev.caravan.demo;

import dev.caravan.compare.TableComparison;
import dev.caravan.workload.InventoryLoad;
import dev.caravan.workload.InventorySchema;
import dev.caravan.workload.MixedWorkload;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The demo that ends by itself: load, work, wait, compare, report. */
final class OnceDemo {

  private static final long SEED = 1;
  private static final long PROBING_MILLIS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DemoOptions options;
  private final Pipeline pipeline;
  private final Steps steps;

  OnceDemo(DemoOptions options, Pipeline pipeline, Steps steps) {
    this.options = options;
    this.pipeline = pipeline;
    this.steps = steps;
  }

  OnceReport run() throws Exception {
    try (Connection loading = pipeline.connect();
        Connection counting = pipeline.connect()) {
      int early = options.rows() / 2;
      InventorySchema.create(loading);
      InventoryLoad load = new InventoryLoad(loading, SEED, options.rows());
      load.loadMasterData();
      load.loadOrders(early, this::loaded);
      steps.done("%,d orders loaded before Caravan starts", early);

      long applicationStart = System.nanoTime();
      pipeline.startApplication();
      steps.done("Caravan is ready");
      if (options.monitoring()) {
        pipeline.startMonitoring();
        steps.done("Prometheus and Alertmanager watch it");
        pipeline.connections().forEach(line -> steps.done("%s", line));
      }
      Settling settling =
          new Settling(pipeline, new RowCounts(counting, pipeline.clickHouse()), PATIENCE, steps);
      try (MixedWorkload workload = workload()) {
        load.loadOrders(options.rows() - early, this::loaded);
        workload.stop();
        workload.check();
      }
      steps.done("%,d orders loaded while it runs", options.rows() - early);
      boolean caughtUp = settling.awaitCounts();
      long backlogEvents = (long) pipeline.metrics().delivered().total();
      Duration backlogTime = since(applicationStart);
      steps.done(caughtUp ? "Caravan has caught up" : "nothing has arrived for 60 seconds");

      Percentiles delay = caughtUp ? probe() : Percentiles.of();
      steps.done("comparing all rows");
      var results = settling.awaitSameRows(new TableComparison(counting, pipeline.clickHouse()));
      return new OnceReport(
          results, backlogEvents, backlogTime, delay, options.rate(), steps.sinceStart());
    }
  }

  private void loaded(int orders) {
    steps.underWay("%,d orders loaded", orders);
  }

  private MixedWorkload workload() throws Exception {
    return new MixedWorkload(pipeline.connect(), SEED, options.rate()).start();
  }

  private Percentiles probe() throws Exception {
    steps.done("the shop works at %,d changes/s for ten seconds", options.rate());
    try (MixedWorkload workload = workload();
        DelayProbe probe = new DelayProbe(pipeline.connect(), pipeline.clickHouse()).start()) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROBING_MILLIS);
      while (System.nanoTime() < end) {
        pipeline.checkApplication();
        workload.check();
        Thread.sleep(100);
      }
      return probe.percentiles();
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
