package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.RouteDelivery;
import dev.caravan.routes.LiveRoutes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/**
 * Started once every route has had its first assignment from Kafka. That may be empty: when there
 * are more deliverers than partitions, or the topic is not there yet.
 */
@Startup
@ApplicationScoped
public class DeliverStarted implements HealthCheck {

  private final CaravanConfig config;
  private final LiveRoutes routes;
  private final DeliverState state;
  private volatile boolean started;

  public DeliverStarted(CaravanConfig config, LiveRoutes routes, DeliverState state) {
    this.config = config;
    this.routes = routes;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("first assignment");
    if (!config.role().delivers()) {
      return response.up().withData("routes", "not the role of this process").build();
    }
    boolean joined = routes.isLoaded();
    for (RouteDelivery route : state.snapshot()) {
      joined &= route.joined() != null;
      response.withData(
          route.route(), route.joined() == null ? "not yet" : route.joined().toString());
    }
    // A route that is added later begins in an application that has started.
    started |= joined;
    return response.status(started).build();
  }
}
