package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.RouteDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while no route waits; names each route that does, since when and why. */
@Readiness
@ApplicationScoped
public class DeliverReady implements HealthCheck {

  private final CaravanConfig config;
  private final DeliverState state;

  public DeliverReady(CaravanConfig config, DeliverState state) {
    this.config = config;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("deliver").up();
    if (!config.role().delivers()) {
      return response.withData("routes", "not the role of this process").build();
    }
    for (RouteDelivery route : state.snapshot()) {
      if (route.status() == RouteDelivery.Status.WAITING) {
        response
            .down()
            .withData(route.route(), "waiting since " + route.since() + ": " + route.lastError());
      } else {
        response.withData(route.route(), "running since " + route.since());
      }
    }
    return response.build();
  }
}
