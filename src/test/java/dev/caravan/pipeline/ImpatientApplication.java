package dev.caravan.pipeline;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.NetworkLinks;
import java.time.Duration;

/** An application that gives up and tries again soon. */
final class ImpatientApplication {

  /** How long PostgreSQL may be silent. */
  static final Duration SILENCE = Duration.ofSeconds(1);

  private ImpatientApplication() {}

  static Application.Builder of(IsolatedPipeline pipeline, NetworkLinks links, int heapMb) {
    return of(pipeline, heapMb).through(links);
  }

  static Application.Builder of(IsolatedPipeline pipeline, int heapMb) {
    return pipeline
        .application()
        .java("-Xmx" + heapMb + "m")
        .set("caravan.postgres.silence-limit", SILENCE.toSeconds() + "s")
        .set("caravan.capture.restart.max-delay", "2s")
        .set("caravan.deliver.retry.max-delay", "2s")
        .set("caravan.deliver.clickhouse.timeout", "5s")
        // A consumer that did not poll while it waits would leave its group after this.
        .set("caravan.kafka.properties.\"max.poll.interval.ms\"", "9000")
        .set("quarkus.log.category.\"dev.caravan.deliver.kafka.Rebalance\".level", "DEBUG");
  }
}
