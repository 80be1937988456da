package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for rows to arrive in ClickHouse again. */
final class Arrivals {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final IsolatedPipeline pipeline;

  Arrivals(IsolatedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Returns when ClickHouse has been sent more rows than there were the last time. */
  void awaitMore() {
    long before = count();
    try {
      await("more rows than " + before)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(() -> count() > before);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + '\n' + pipeline.logs(), e);
    }
  }

  private long count() {
    return Long.parseLong(pipeline.clickhouse("SELECT count() FROM inserts"));
  }
}
