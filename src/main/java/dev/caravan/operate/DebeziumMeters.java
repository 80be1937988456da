package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Those of Debezium's own meters that hold here: it keeps the connection and the heartbeats, while
 * rows go round it, so that what it counts of events stands still and is left out. Debezium tells
 * them by JMX; NaN while it does not stream.
 */
@ApplicationScoped
public class DebeziumMeters {

  private final CaravanConfig caravan;
  private final MeterRegistry registry;

  public DebeziumMeters(CaravanConfig caravan, MeterRegistry registry) {
    this.caravan = caravan;
    this.registry = registry;
  }

  void register() {
    gauge(
        "debezium.streaming.connected",
        "Connected",
        "1 while Debezium's task has its connection to PostgreSQL");
    gauge(
        "debezium.queue.capacity",
        "QueueTotalCapacity",
        "Heartbeats Debezium's queue has room for");
    gauge(
        "debezium.queue.remaining",
        "QueueRemainingCapacity",
        "Heartbeats there is room for now; rows do not come that way");
  }

  private void gauge(String name, String attribute, String description) {
    Gauge.builder(name, () -> value(attribute)).description(description).register(registry);
  }

  private double value(String attribute) {
    try {
      ObjectName metrics =
          new ObjectName(
              "debezium.postgres:type=connector-metrics,context=streaming,server="
                  + caravan.topicPrefix());
      Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(metrics, attribute);
      return value instanceof Boolean yes ? yes ? 1 : 0 : ((Number) value).doubleValue();
    } catch (JMException e) {
      return Double.NaN;
    }
  }
}
