package dev.caravan.deliver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
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
import java.util.stream.Stream;

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
 *   <li>{@code caravan.deliver.retries}: tries that failed and are made again
 *   <li>{@code caravan.deliver.rebalances}: how often Kafka gave a consumer its partitions
 *   <li>{@code caravan.deliver.schema.changes}: statements that had a target follow its source
 *   <li>{@code caravan.deliver.partition.lag}: offsets from what has landed to the end
 * </ul>
 */
@ApplicationScoped
public class DeliverMeters {

  private static final String TABLE = "table";
  private static final List<String> GAUGES =
      List.of("caravan.deliver.lag", "caravan.deliver.waiting", "caravan.deliver.stopped");

  private static final double[] ROWS = {1, 10, 100, 1_000, 10_000, 50_000, 100_000};
  private static final Duration[] TIMES =
      Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

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
    return Counter.builder("caravan.deliver.rows")
        .description("Events that have landed in ClickHouse")
        .tag(TABLE, table)
        .tag("op", String.valueOf(op))
        .register(registry);
  }

  public Counter deadLetters(String table) {
    return counter(
        "caravan.deliver.dead.letters",
        table,
        "Events that cannot land, now in the dead-letter topic");
  }

  public DistributionSummary batchRows(String table) {
    return DistributionSummary.builder("caravan.deliver.batch.rows")
        .description("Events in one insert")
        .tag(TABLE, table)
        .serviceLevelObjectives(ROWS)
        .register(registry);
  }

  public Timer insert(String table) {
    return Timer.builder("caravan.deliver.insert")
        .description("Time of an insert, until acknowledged")
        .tag(TABLE, table)
        .serviceLevelObjectives(TIMES)
        .register(registry);
  }

  public Counter retries(String table) {
    return counter("caravan.deliver.retries", table, "Tries that failed and are made again");
  }

  public Counter rebalances(String table) {
    return counter("caravan.deliver.rebalances", table, "How often a consumer got its partitions");
  }

  public Counter schemaChanges(String table) {
    return counter(
        "caravan.deliver.schema.changes",
        table,
        "Statements by which the target followed its source");
  }

  private Counter counter(String name, String table, String description) {
    return Counter.builder(name).description(description).tag(TABLE, table).register(registry);
  }

  /** Registers the lag of a partition this process has, until it is removed by the caller. */
  public Gauge partitionLag(String table, String route, int partition, LongSupplier lag) {
    return Gauge.builder("caravan.deliver.partition.lag", lag::getAsLong)
        .description("Offsets from what has landed to the end of the partition")
        .tag(TABLE, table)
        .tag("route", route)
        .tag("partition", String.valueOf(partition))
        .register(registry);
  }

  /** Takes a meter out again; whether it was there. */
  public boolean forget(Meter meter) {
    return registry.remove(meter) != null;
  }

  public Timer delay(String table) {
    return Timer.builder("caravan.deliver.delay")
        .description("From commit in PostgreSQL to visible in ClickHouse")
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
    gauge(
        "caravan.deliver.lag",
        table,
        "Events that are not delivered yet",
        () -> of(routes, Watched::lag).sum());
    gauge(
        "caravan.deliver.waiting",
        table,
        "1 while a batch waits for its next try",
        () -> of(routes, Watched::waiting).max().orElse(0));
    gauge(
        "caravan.deliver.stopped",
        table,
        "1 while the table cannot go on before somebody has done something",
        () -> of(routes, Watched::stopped).max().orElse(0));
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

  private void gauge(String name, String table, String description, LongSupplier value) {
    Gauge.builder(name, value::getAsLong)
        .description(description)
        .tag(TABLE, table)
        .register(registry);
  }
}
