package dev.caravan.bench.measure;

import java.util.Locale;

/** A figure of a run; columns of the report stand in this order. */
public enum Metric {
  EVENTS_PER_SECOND("events/s", 0),
  ROWS_PER_SECOND("rows/s", 0),
  P50("p50 ms", 0),
  P99("p99 ms", 0),
  MAX("max ms", 0),
  FIRST_EVENT("s to first event", 1),
  FIRST_ROW("s to first row", 1),
  WHOLE("s from start to end", 1),
  WRITTEN("changes/s written", 0),
  PARTS("parts/min", 0),
  CPU_OWN("CPU s, own", 1),
  CPU_POSTGRES("CPU s, PostgreSQL", 1),
  CPU_KAFKA("CPU s, Kafka", 1),
  CPU_CLICKHOUSE("CPU s, ClickHouse", 1),
  IDLE_MB("MB, idle", 0),
  LOADED_MB("MB, loaded", 0),
  PEAK_OWN("peak MB, own", 0),
  PEAK_POSTGRES("peak MB, PostgreSQL", 0),
  PEAK_KAFKA("peak MB, Kafka", 0),
  PEAK_CLICKHOUSE("peak MB, ClickHouse", 0),
  PACKAGE_MB("MB, packaged", 0);

  private final String label;
  private final int decimals;

  Metric(String label, int decimals) {
    this.label = label;
    this.decimals = decimals;
  }

  /** The column's heading, unit included. */
  public String label() {
    return label;
  }

  /** A value of it for people. */
  public String text(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
