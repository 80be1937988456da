package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import java.time.Duration;
import java.time.Instant;

/** Sees every row ever inserted into the targets of tables, and when. */
final class InsertedRows {

  private final IsolatedPipeline pipeline;

  /** Waits for the targets, which must be empty still. */
  InsertedRows(IsolatedPipeline pipeline, TableName... tables) {
    this.pipeline = pipeline;
    for (TableName table : tables) {
      await(table + " has a target")
          .atMost(Duration.ofSeconds(60))
          .until(() -> pipeline.clickhouse("EXISTS " + table.table() + "_final").equals("1"));
      pipeline.clickhouse(
          ("CREATE MATERIALIZED VIEW inserts_%1$s ENGINE = MergeTree ORDER BY _offset AS SELECT"
                  + " _partition, _offset, _committed_at, now64(6) AS seen FROM %1$s_final")
              .formatted(table.table()));
    }
  }

  long count(TableName table) {
    return number("count()", table);
  }

  /** How many different events the rows come from. */
  long distinct(TableName table) {
    return number("uniqExact(_partition, _offset)", table);
  }

  /** The longest from a commit within the time to the row's insert. */
  Duration longestDelay(TableName table, Instant from, Instant to) {
    return Duration.ofMillis(
        number(
            "maxIf(dateDiff('millisecond', _committed_at, seen), _committed_at >= %s AND _committed_at < %s)"
                .formatted(time(from), time(to)),
            table));
  }

  private static String time(Instant instant) {
    return "fromUnixTimestamp64Milli(" + instant.toEpochMilli() + ")";
  }

  private long number(String what, TableName table) {
    return Long.parseLong(pipeline.clickhouse("SELECT " + what + " FROM inserts_" + table.table()));
  }
}
