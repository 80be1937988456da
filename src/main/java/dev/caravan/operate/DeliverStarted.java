package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.RouteDelivery;
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
  private final RouteFiles files;
  private final DeliverState state;

  public DeliverStarted(CaravanConfig config, RouteFiles files, DeliverState state) {
    this.config = config;
    this.files = files;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("first assignment");
    if (!config.role().delivers()) {
      return response.up().withData("routes", "not the role of this process").build();
    }
    response.status(files.isLoaded());
    for (RouteDelivery route : state.snapshot()) {
      if (route.joined() == null) {
        response.down().withData(route.route(), "not yet");
      } else {
        response.withData(route.route(), route.joined().toString());
      }
    }
    return response.build();
  }
}
