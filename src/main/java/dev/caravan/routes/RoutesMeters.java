package dev.caravan.routes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;

/**
 * The meters of the route files.
 *
 * <ul>
 *   <li>{@code caravan.routes.refused}: files whose contents are refused. Alert on it.
 *   <li>{@code caravan.routes.running}: routes of files that are there, paused ones included
 *   <li>{@code caravan.routes.reloads}: files taken or found refused while the application runs, by
 *       {@code result}
 * </ul>
 */
@ApplicationScoped
public class RoutesMeters {

  private final MeterRegistry registry;

  public RoutesMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(Supplier<List<RouteFileView>> files) {
    gauge(
        "caravan.routes.refused",
        "Route files that are refused now",
        () -> files.get().stream().filter(RoutesMeters::isRefused).count());
    gauge(
        "caravan.routes.running",
        "Routes of files that are there, paused ones included",
        () -> files.get().stream().mapToLong(file -> file.routes().size()).sum());
    reloads("taken");
    reloads("refused");
  }

  void reloaded(RouteSet.Outcome outcome) {
    reloads("taken").increment(outcome.taken());
    reloads("refused").increment(outcome.refused());
  }

  private Counter reloads(String result) {
    return Counter.builder("caravan.routes.reloads")
        .description("Route files taken or found refused since the start")
        .tag("result", result)
        .register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private static boolean isRefused(RouteFileView file) {
    return file.state() == RouteFileView.State.REFUSED;
  }
}
