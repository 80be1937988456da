package dev.caravan.demo;

import dev.caravan.compare.ComparisonResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run with {@code --once} found.
 *
 * @param results one a table
 * @param backlogEvents events delivered from the application's start until it had caught up
 * @param backlogTime how long that took, the application's own start included
 * @param delay from commit to visible at the given rate
 * @param rate rows changed per second while the delay was measured
 * @param total from the first process started to the comparison's end
 */
record OnceReport(
    List<ComparisonResult> results,
    long backlogEvents,
    Duration backlogTime,
    Percentiles delay,
    int rate,
    Duration total) {

  OnceReport {
    results = List.copyOf(results);
  }

  boolean same() {
    return results.stream().allMatch(ComparisonResult::same);
  }

  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    for (ComparisonResult result : results) {
      lines.add(
          "  " + (result.same() ? result : style.bad(result.toString().replace("\n", "\n  "))));
    }
    lines.add("");
    long rows = results.stream().mapToLong(ComparisonResult::postgresRows).sum();
    double seconds = Math.max(1, backlogTime.toMillis()) / 1000.0;
    lines.add(format("  rows     %,d in PostgreSQL", rows));
    lines.add(
        format(
            "  backlog  %,d events in %.1f s from Caravan's start: %,.0f events/s",
            backlogEvents, seconds, backlogEvents / seconds));
    lines.add(
        delay.count() == 0
            ? "  delay    not measured: no change became visible"
            : format(
                "  delay    p50 %s, p99 %s from commit to visible (%d probes at %,d changes/s)",
                StatusText.millis(delay.p50()),
                StatusText.millis(delay.p99()),
                delay.count(),
                rate));
    lines.add(format("  time     %.1f s in all", total.toMillis() / 1000.0));
    lines.add("");
    lines.add(
        same()
            ? style.good("PostgreSQL and ClickHouse hold the same rows.")
            : style.bad("PostgreSQL and ClickHouse differ."));
    return lines;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
