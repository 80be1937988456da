package dev.caravan.deliver.engine;

import dev.caravan.deliver.DeliveryException;

/** ClickHouse's Kafka engine does not get over some events; Caravan may. */
public final class EngineStalledException extends DeliveryException {

  private static final long serialVersionUID = 1L;

  EngineStalledException(String message) {
    super(message);
  }
}
