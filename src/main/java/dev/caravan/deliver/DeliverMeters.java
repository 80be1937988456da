package dev.caravan.deliver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The meters of the deliver stage, each tagged with the source table, {@code inventory.orders}.
 *
 * <ul>
 *   <li>{@code caravan.deliver.rows}: change events landed, by op
 *   <li>{@code caravan.deliver.batch.rows}: events in one insert
 *   <li>{@code caravan.deliver.insert}: how long an insert took until acknowledged
 *   <li>{@code caravan.deliver.delay}: from the commit in PostgreSQL to the acknowledged insert, of
 *       each batch's oldest and newest event. Alert when its upper percentiles stay high.
 *   <li>{@code caravan.deliver.dead.letters}: events that cannot land, written to the dead-letter
 *       topic. Alert when it grows.
 *   <li>{@code caravan.deliver.lag}: events behind the end of the topic
 *   <li>{@code caravan.deliver.waiting}: 1 while a batch waits to be tried again. Alert on it.
 *   <li>{@code caravan.deliver.stopped}: 1 while a batch cannot land before somebody has done what
 *       the probe and the log say. Alert on it at once.
 * </ul>
 */
@ApplicationScoped
public class DeliverMeters {

  private static final String TABLE = "table";
  private static final List<String> GAUGES =
      List.of("caravan.deliver.lag", "caravan.deliver.waiting", "caravan.deliver.stopped");

  private final MeterRegistry registry;

  @Inject
  public DeliverMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param op {@code c}, {@code u}, {@code d}, {@code r}, or {@code t} for a TRUNCATE, which counts
   *     once a partition
   */
  public Counter rows(String table, char op) {
    return registry.counter("caravan.deliver.rows", TABLE, table, "op", String.valueOf(op));
  }

  public Counter deadLetters(String table) {
    return registry.counter("caravan.deliver.dead.letters", TABLE, table);
  }

  public DistributionSummary batchRows(String table) {
    return registry.summary("caravan.deliver.batch.rows", TABLE, table);
  }

  public Timer insert(String table) {
    return registry.timer("caravan.deliver.insert", TABLE, table);
  }

  public Timer delay(String table) {
    return Timer.builder("caravan.deliver.delay")
        .tag(TABLE, table)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(10))
        .maximumExpectedValue(Duration.ofMinutes(10))
        .register(registry);
  }

  /** Registers the gauges of a consumer; {@link #remove} takes them out again. */
  public void watch(String table, LongSupplier lag, LongSupplier waiting, LongSupplier stopped) {
    gauge("caravan.deliver.lag", table, lag);
    gauge("caravan.deliver.waiting", table, waiting);
    gauge("caravan.deliver.stopped", table, stopped);
  }

  public void remove(String table) {
    for (String gauge : GAUGES) {
      registry.find(gauge).tag(TABLE, table).gauges().forEach(registry::remove);
    }
  }

  private void gauge(String name, String table, LongSupplier value) {
    Gauge.builder(name, value::getAsLong).tag(TABLE, table).register(registry);
  }
}
