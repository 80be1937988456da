package dev.caravan.deliver.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/** Whether Kafka is there at all, which a consumer tells by its metrics only. */
final class Brokers {

  private static final String GROUP = "consumer-metrics";
  private static final String CONNECTIONS = "connection-count";

  private Brokers() {}

  /** Open connections to brokers. */
  static long connections(Consumer<?, ?> consumer) {
    for (Metric metric : consumer.metrics().values()) {
      if (metric.metricName().name().equals(CONNECTIONS)
          && metric.metricName().group().equals(GROUP)
          && metric.metricValue() instanceof Number number) {
        return number.longValue();
      }
    }
    return 0;
  }
}
