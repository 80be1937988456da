package dev.caravan.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a status as a table for a terminal, or as one line for a file. */
final class StatusText {

  /** A change that has not been seen for so long is news. */
  private static final long PENDING_WORTH_SAYING_MILLIS = 2_000;

  private final Style style;

  StatusText(Style style) {
    this.style = style;
  }

  List<String> table(Status status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.dim(row("", "PostgreSQL", "ClickHouse", "events/s"))
            + style.dim("   running " + duration(status.running())));
    for (TableStatus table : status.tables()) {
      lines.add(row(table));
    }
    lines.add(style.bold(row(status.total())));
    lines.add("");
    lines.add("  " + style.dim("delay     ") + delay(status));
    lines.add("  " + style.dim("workload  ") + work(status));
    return lines;
  }

  /** {@code 0:35 orders 12,345/12,340 ... 246 events/s delay p50 240 ms, p99 410 ms}. */
  String line(Status status) {
    StringBuilder text = new StringBuilder(duration(status.running()));
    for (TableStatus table : status.tables()) {
      text.append(
          format("  %s %,d/%,d", table.name(), table.postgresRows(), table.clickHouseRows()));
    }
    return text.append(format("  %,.0f events/s  delay ", status.total().eventsPerSecond()))
        .append(delay(status))
        .toString();
  }

  private String row(TableStatus table) {
    return row(
        table.name(),
        format("%,d", table.postgresRows()),
        format("%,d", table.clickHouseRows()),
        format("%,.0f", table.eventsPerSecond()));
  }

  private static String row(String name, String postgres, String clickHouse, String events) {
    return format("  %-10s %14s %14s %12s", name, postgres, clickHouse, events);
  }

  private String delay(Status status) {
    Percentiles delay = status.delay();
    String pending =
        status.pendingMillis() < PENDING_WORTH_SAYING_MILLIS
            ? ""
            : style.bad(
                format(
                    "%swaiting for the latest change for %s",
                    delay.count() == 0 ? "" : ", ", duration(status.pendingMillis())));
    if (delay.count() == 0) {
      return pending.isEmpty() ? "measuring" : pending;
    }
    return style.good(format("p50 %s, p99 %s", millis(delay.p50()), millis(delay.p99())))
        + style.dim(" from commit to visible")
        + pending;
  }

  private static String work(Status status) {
    return format(
        "%,d transactions, %,d rolled back, %,d rows changed",
        status.work().transactions(), status.work().rolledBack(), status.work().changes());
  }

  private static String duration(long millis) {
    return duration(Duration.ofMillis(millis));
  }

  /** {@code 1:05} or {@code 2:01:05}. */
  static String duration(Duration duration) {
    return duration.toHours() == 0
        ? format("%d:%02d", duration.toMinutes(), duration.toSecondsPart())
        : format(
            "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }

  /** {@code 240 ms} or {@code 12.3 s}. */
  static String millis(long millis) {
    return millis < 10_000 ? format("%,d ms", millis) : format("%,.1f s", millis / 1000.0);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
