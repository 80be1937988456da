package dev.caravan.operate;

import dev.caravan.change.TableName;
import dev.caravan.signal.Signals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code caravan.deliver.paused}: 1 while somebody has paused the table's delivery. */
@ApplicationScoped
public class PausedMeters {

  private final MeterRegistry registry;
  private final Map<TableName, Gauge> gauges = new HashMap<>();

  public PausedMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Has a meter for each table that is routed here or paused, and no other. */
  synchronized void follow(Set<TableName> routed, Supplier<Signals> signals) {
    Set<TableName> tables = new TreeSet<>(routed);
    tables.addAll(signals.get().paused());
    tables.forEach(table -> gauges.computeIfAbsent(table, any -> gauge(table, signals)));
    gauges
        .entrySet()
        .removeIf(
            each -> !tables.contains(each.getKey()) && registry.remove(each.getValue()) != null);
  }

  private Gauge gauge(TableName table, Supplier<Signals> signals) {
    return Gauge.builder("caravan.deliver.paused", () -> signals.get().isPaused(table) ? 1 : 0)
        .description("1 while somebody has paused the table's delivery")
        .tag("table", table.toString())
        .register(registry);
  }
}
