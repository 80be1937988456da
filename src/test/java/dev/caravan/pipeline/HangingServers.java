package dev.caravan.pipeline;

import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.Service;
import java.util.List;
import java.util.function.Function;

/** Servers that hang at the same time. */
enum HangingServers {
  ALL(Sandbox::postgres, Sandbox::kafka, Sandbox::clickhouse),
  CLICKHOUSE(Sandbox::clickhouse),
  KAFKA(Sandbox::kafka),
  POSTGRES(Sandbox::postgres);

  private final List<Function<Sandbox, Service>> services;

  @SafeVarargs
  HangingServers(Function<Sandbox, Service>... services) {
    this.services = List.of(services);
  }

  /** All at once, or with {@code -Dcaravan.hanging=each} also each of them alone. */
  static List<HangingServers> rounds() {
    return "each".equals(System.getProperty("caravan.hanging")) ? List.of(values()) : List.of(ALL);
  }

  void pause(Sandbox sandbox) {
    services.forEach(service -> service.apply(sandbox).pause());
  }

  void resume(Sandbox sandbox) {
    services.forEach(service -> service.apply(sandbox).resume());
  }
}
