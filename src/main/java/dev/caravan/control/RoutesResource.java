package dev.caravan.control;

import dev.caravan.routes.LiveRoutes;
import dev.caravan.security.ConfiguredSecrets;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The route files, and what became of them. */
@Path("/control/routes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "routes", description = "The route files, and what became of them.")
public class RoutesResource {

  private final LiveRoutes routes;

  public RoutesResource(LiveRoutes routes) {
    this.routes = routes;
  }

  /** Each file. */
  @GET
  @Operation(summary = "The route files, and what became of them")
  @APIResponse(
      responseCode = "200",
      description = "Those of the process that is asked; none when it does not deliver.")
  public RoutesView routes() {
    return new RoutesView(
        routes.files().stream().map(RoutesView.File::of).toList(),
        routes.folderProblem().map(ConfiguredSecrets::hide).orElse(null));
  }
}
