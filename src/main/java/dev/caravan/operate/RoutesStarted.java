package dev.caravan.operate;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/** Started once all route files have been looked at; names the refused ones. */
@Startup
@ApplicationScoped
public class RoutesStarted implements HealthCheck {

  private final RouteFiles files;

  public RoutesStarted(RouteFiles files) {
    this.files = files;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("route files").status(files.isLoaded());
    files.refused().forEach((file, reason) -> response.withData("refused " + file, reason));
    return response.build();
  }
}
