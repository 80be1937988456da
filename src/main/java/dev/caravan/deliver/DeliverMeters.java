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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

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

  /** What is asked of a route's consumer. */
  private record Watched(LongSupplier lag, LongSupplier waiting, LongSupplier stopped) {}

  private final MeterRegistry registry;
  private final Map<String, Map<String, Watched>> watched = new ConcurrentHashMap<>();

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

  /**
   * Registers the gauges of a route's consumer; {@link #remove} takes them out again. Of several
   * routes that read one table they show the sum of what is not delivered, and whether any waits or
   * is stopped.
   */
  public synchronized void watch(
      String table, String route, LongSupplier lag, LongSupplier waiting, LongSupplier stopped) {
    Map<String, Watched> routes = watched.computeIfAbsent(table, any -> new ConcurrentHashMap<>());
    routes.put(route, new Watched(lag, waiting, stopped));
    gauge("caravan.deliver.lag", table, () -> of(routes, Watched::lag).sum());
    gauge("caravan.deliver.waiting", table, () -> of(routes, Watched::waiting).max().orElse(0));
    gauge("caravan.deliver.stopped", table, () -> of(routes, Watched::stopped).max().orElse(0));
  }

  /** Forgets a route's consumer, and the gauges of the table when no other route reads it. */
  public synchronized void remove(String table, String route) {
    Map<String, Watched> routes = watched.getOrDefault(table, new ConcurrentHashMap<>());
    routes.remove(route);
    if (routes.isEmpty()) {
      watched.remove(table);
      for (String gauge : GAUGES) {
        registry.find(gauge).tag(TABLE, table).gauges().forEach(registry::remove);
      }
    }
  }

  private static LongStream of(Map<String, Watched> routes, Function<Watched, LongSupplier> which) {
    return routes.values().stream().mapToLong(each -> which.apply(each).getAsLong());
  }

  private void gauge(String name, String table, LongSupplier value) {
    Gauge.builder(name, value::getAsLong).tag(TABLE, table).register(registry);
  }
}
