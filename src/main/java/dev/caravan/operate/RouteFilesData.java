package dev.caravan.operate;

import dev.caravan.routes.LiveRoutes;
import dev.caravan.routes.RouteFileView;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What probes say of the route files that are not as they should be. */
final class RouteFilesData {

  private RouteFilesData() {}

  static void tell(HealthCheckResponseBuilder response, LiveRoutes routes) {
    for (RouteFileView file : routes.files()) {
      if (file.state() == RouteFileView.State.REFUSED) {
        response.withData("refused " + file.file(), file.why());
      }
    }
    routes.folderProblem().ifPresent(problem -> response.withData("folder", problem));
  }
}
