package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliverMeters;
import io.micrometer.core.instrument.Gauge;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * A meter for each partition a route's loops have, and none for the others, which are another
 * process's to tell of.
 */
final class PartitionLags {

  private final DeliverMeters meters;
  private final String route;
  private final UnaryOperator<String> tableOf;
  private final Map<TopicPartition, Reading> readings = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Gauge> gauges = new HashMap<>();

  /** What one of the loops told. A partition may go from one loop to another. */
  private record Reading(Object loop, long lag) {}

  /**
   * @param tableOf the table of a topic, as the meters name it
   */
  PartitionLags(DeliverMeters meters, String route, UnaryOperator<String> tableOf) {
    this.meters = meters;
    this.route = route;
    this.tableOf = tableOf;
  }

  /**
   * A loop has these partitions and no others.
   *
   * @param lags offsets from what has landed to the end
   */
  synchronized void tell(Object loop, Map<TopicPartition, Long> lags) {
    readings
        .entrySet()
        .removeIf(each -> each.getValue().loop() == loop && !lags.containsKey(each.getKey()));
    lags.forEach(
        (partition, lag) -> {
          readings.put(partition, new Reading(loop, lag));
          gauges.computeIfAbsent(partition, this::gauge);
        });
    gauges
        .entrySet()
        .removeIf(each -> !readings.containsKey(each.getKey()) && meters.forget(each.getValue()));
  }

  private Gauge gauge(TopicPartition partition) {
    return meters.partitionLag(
        tableOf.apply(partition.topic()), route, partition.partition(), () -> lag(partition));
  }

  private long lag(TopicPartition partition) {
    Reading reading = readings.get(partition);
    return reading == null ? 0 : reading.lag();
  }
}
