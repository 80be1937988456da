package dev.caravan.operate;

import dev.caravan.routes.LiveRoutes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/** Started once all route files have been looked at; names the refused ones. */
@Startup
@ApplicationScoped
public class RoutesStarted implements HealthCheck {

  private final LiveRoutes routes;

  public RoutesStarted(LiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("route files").status(routes.isLoaded());
    RouteFilesData.tell(response, routes);
    return response.build();
  }
}
