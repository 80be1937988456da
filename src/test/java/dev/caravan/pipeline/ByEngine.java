package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.SharedSandbox;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds that ClickHouse's Kafka engine has read in each test, as it does not while Caravan delivers
 * by itself.
 */
final class ByEngine implements BeforeEachCallback, AfterEachCallback {

  private long before;

  @Override
  public void beforeEach(ExtensionContext context) {
    before = read();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      assertThat(read() - before).as("events the engine has read").isPositive();
    }
  }

  private static long read() {
    return Long.parseLong(
        SharedSandbox.get()
            .clickhouse()
            .query("SELECT sum(value) FROM system.events WHERE event = 'KafkaRowsRead'"));
  }
}
