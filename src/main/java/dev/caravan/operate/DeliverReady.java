package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.RouteDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while no route waits or is stopped; names each that is, since when and why. A table that
 * somebody has paused is named and does no harm.
 */
@Readiness
@ApplicationScoped
public class DeliverReady implements HealthCheck {

  private final CaravanConfig config;
  private final DeliverState state;
  private final PausedTables paused;

  public DeliverReady(CaravanConfig config, DeliverState state, PausedTables paused) {
    this.config = config;
    this.state = state;
    this.paused = paused;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("deliver").up();
    if (!config.role().delivers()) {
      return response.withData("routes", "not the role of this process").build();
    }
    for (RouteDelivery route : state.snapshot()) {
      String since = route.status().name().toLowerCase(Locale.ROOT) + " since " + route.since();
      if (route.status() == RouteDelivery.Status.RUNNING) {
        response.withData(route.route(), since);
      } else {
        response.down().withData(route.route(), since + ": " + route.lastError());
      }
    }
    paused
        .pauses()
        .forEach(
            (table, pause) -> response.withData("table " + table, "paused since " + pause.at()));
    return response.build();
  }
}
