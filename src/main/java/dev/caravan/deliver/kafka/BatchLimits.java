package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliverConfig;
import java.time.Duration;

/**
 * When a batch is closed; the first limit reached does it.
 *
 * @param maxRows events at most
 * @param maxBytes bytes of keys and values at most; a single event may be larger
 * @param maxDelay how long the first event waits for others
 */
public record BatchLimits(int maxRows, long maxBytes, Duration maxDelay) {

  public static BatchLimits of(DeliverConfig.Batch config) {
    return new BatchLimits(config.maxRows(), config.maxBytes().asLongValue(), config.maxDelay());
  }
}
