package dev.caravan.operate;

import dev.caravan.routes.LiveRoutes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up once the route files have been looked at; names those that are refused, and a folder that
 * can't be read. It stays up with them: what ran before goes on, and nobody who is sent elsewhere
 * is served better there.
 */
@Readiness
@ApplicationScoped
public class RoutesReady implements HealthCheck {

  private final LiveRoutes routes;

  public RoutesReady(LiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("routes").status(routes.isLoaded());
    RouteFilesData.tell(response, routes);
    return response.build();
  }
}
