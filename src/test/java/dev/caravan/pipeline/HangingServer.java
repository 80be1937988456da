package dev.caravan.pipeline;

import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.Service;
import java.util.function.Function;

/** Each server the application works with. */
enum HangingServer {
  CLICKHOUSE(Sandbox::clickhouse),
  KAFKA(Sandbox::kafka),
  POSTGRES(Sandbox::postgres);

  private final Function<Sandbox, Service> service;

  HangingServer(Function<Sandbox, Service> service) {
    this.service = service;
  }

  Service in(Sandbox sandbox) {
    return service.apply(sandbox);
  }
}
