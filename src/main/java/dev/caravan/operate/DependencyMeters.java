package dev.caravan.operate;

import dev.caravan.operate.watch.Dependencies;
import dev.caravan.operate.watch.Dependency;
import dev.caravan.operate.watch.DependencyWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code caravan.dependency.up}: 1 while a server this process works with answers, 0 while it does
 * not, NaN before the first look.
 */
@ApplicationScoped
public class DependencyMeters {

  private final Dependencies dependencies;
  private final MeterRegistry registry;

  public DependencyMeters(Dependencies dependencies, MeterRegistry registry) {
    this.dependencies = dependencies;
    this.registry = registry;
  }

  void register(@Observes StartupEvent event) {
    Stream.of(dependencies.postgres(), dependencies.kafka(), dependencies.clickhouse())
        .flatMap(Optional::stream)
        .forEach(this::register);
  }

  private void register(DependencyWatch watch) {
    Gauge.builder("caravan.dependency.up", watch, each -> up(each.now().state()))
        .description("1 while the server answers")
        .tag("dependency", watch.name())
        .register(registry);
  }

  static double up(Dependency.State state) {
    return switch (state) {
      case UNKNOWN -> Double.NaN;
      case UP -> 1;
      case AWAY -> 0;
    };
  }
}
