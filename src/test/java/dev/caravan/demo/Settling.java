package dev.caravan.demo;

import dev.caravan.change.TableName;
import dev.caravan.compare.ComparisonResult;
import dev.caravan.compare.TableComparison;
import dev.caravan.workload.InventorySchema;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until ClickHouse has what PostgreSQL has, or until nothing more arrives. */
final class Settling {

  private static final long PAUSE_MILLIS = 200;

  private final Pipeline pipeline;
  private final RowCounts counts;
  private final Duration patience;
  private final Steps steps;
  private String arrivals = "";
  private long arrivedAt = System.nanoTime();

  /**
   * @param patience how long nothing may arrive before waiting is given up
   */
  Settling(Pipeline pipeline, RowCounts counts, Duration patience, Steps steps) {
    this.pipeline = pipeline;
    this.counts = counts;
    this.patience = patience;
    this.steps = steps;
  }

  /**
   * Waits for as many rows on both sides; updates may still be on their way.
   *
   * @return false when nothing more arrives
   */
  boolean awaitCounts() throws SQLException, IOException, InterruptedException {
    while (!sameCounts()) {
      if (!stillArriving()) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** Compares all tables again and again until they are the same or nothing more arrives. */
  List<ComparisonResult> awaitSameRows(TableComparison comparison)
      throws SQLException, IOException, InterruptedException {
    while (true) {
      boolean arriving = stillArriving();
      List<ComparisonResult> results = new ArrayList<>();
      for (TableName table : InventorySchema.TABLES) {
        results.add(comparison.compare(table));
      }
      if (!arriving || results.stream().allMatch(ComparisonResult::same)) {
        return results;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean sameCounts() throws SQLException, IOException {
    boolean same = true;
    long expected = 0;
    long arrived = 0;
    for (TableName table : InventorySchema.TABLES) {
      long clickHouse = counts.inClickHouse(table);
      long postgres = counts.inPostgres(table);
      same &= clickHouse == postgres;
      expected += postgres;
      arrived += clickHouse;
    }
    steps.underWay("%,d of %,d rows are in ClickHouse", arrived, expected);
    return same;
  }

  private boolean stillArriving() throws IOException {
    pipeline.checkApplication();
    StringBuilder now = new StringBuilder();
    for (TableName table : InventorySchema.TABLES) {
      now.append(counts.arrivals(table)).append('\n');
    }
    if (!arrivals.contentEquals(now)) {
      arrivals = now.toString();
      arrivedAt = System.nanoTime();
    }
    return System.nanoTime() - arrivedAt < patience.toNanos();
  }
}
