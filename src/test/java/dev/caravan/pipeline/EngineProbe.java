package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** What ClickHouse tells of its Kafka engine and a table. */
record EngineProbe(IsolatedPipeline pipeline, TableName table) {

  private static final Duration SOON = Duration.ofSeconds(120);

  /** Waits until the engine reads. */
  void awaitReading() {
    await("the engine reads", () -> isThere("mv"));
  }

  /** Waits until the engine does not read. */
  void awaitNotReading() {
    await("the engine does not read", () -> !isThere("mv"));
  }

  /** Waits until nothing of it is kept any more. */
  void awaitGone() {
    await("the queue is gone", () -> !isThere("queue"));
  }

  /**
   * Waits until Caravan, which delivers by itself for a while, has the engine read behind a change.
   */
  void awaitReadingAgain(String change) {
    await(
        "the engine reads again",
        () -> {
          pipeline.sql(change);
          return isThere("mv");
        });
  }

  /** How many events the engine has read since it began. */
  long read() {
    return Long.parseLong(
        pipeline.clickhouse(
            "SELECT sum(num_messages_read) FROM system.kafka_consumers"
                + " WHERE database = currentDatabase() AND `table` = '%s_queue'"
                    .formatted(table.table())));
  }

  private boolean isThere(String what) {
    return pipeline.clickhouse("EXISTS %s_%s".formatted(table.table(), what)).equals("1");
  }

  private void await(String what, Callable<Boolean> condition) {
    try {
      Awaitility.await(what).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(condition);
    } catch (RuntimeException e) {
      throw new AssertionError(
          e.getMessage()
              + "\n"
              + pipeline.clickhouse(
                  "SELECT name, engine, comment FROM system.tables WHERE database = currentDatabase()")
              + pipeline.logs(),
          e);
    }
  }
}
