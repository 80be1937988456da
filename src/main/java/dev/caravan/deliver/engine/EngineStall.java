package dev.caravan.deliver.engine;

import dev.caravan.deliver.DeliveryException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells why the engine does not get on. */
record EngineStall(EngineObjects objects, EngineSettings settings, String topic) {

  /** How long it may take without being asked for reasons. */
  static final long NANOS = TimeUnit.SECONDS.toNanos(4);

  /** A new group, and brokers that come back, may take that long. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /**
   * Looks for the reason.
   *
   * @param nanos how long the engine has not got on
   * @param group the group it reads in
   * @throws EngineStalledException when it failed by something
   * @throws DeliveryException when it is silent for too long
   */
  void look(long nanos, String group) {
    Optional<String> error = objects.error((int) TimeUnit.NANOSECONDS.toSeconds(NANOS));
    if (error.isPresent()) {
      throw new EngineStalledException(
          "ClickHouse's Kafka engine does not get on with " + topic + ": " + error.get());
    }
    if (nanos >= SILENCE_NANOS) {
      String kafka =
          settings.collection().map(each -> "what " + each + " says").orElse(settings.brokers());
      throw new DeliveryException(
          "ClickHouse's Kafka engine reads nothing of %s, and its group %s does not move; can ClickHouse reach Kafka at %s? Its reasons are in system.kafka_consumers and in its log"
              .formatted(topic, group, kafka));
    }
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryException("interrupted while waiting for ClickHouse's Kafka engine", e);
    }
  }
}
