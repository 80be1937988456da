package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliverConfig;

/**
 * How large a batch may be; the first limit reached closes it.
 *
 * @param maxRows events at most
 * @param maxBytes bytes of keys and values at most; a single event may be larger
 */
public record BatchLimits(int maxRows, long maxBytes) {

  public static BatchLimits of(DeliverConfig.Batch config) {
    return new BatchLimits(config.maxRows(), config.maxBytes().asLongValue());
  }
}
