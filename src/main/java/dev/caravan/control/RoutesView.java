package dev.caravan.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The route files of the process that is asked, by name. */
@RegisterForReflection
public record RoutesView(List<File> files) {

  public RoutesView {
    files = List.copyOf(files);
  }

  /**
   * A route file.
   *
   * @param state loaded or refused
   * @param reason why it is refused; null when it is not
   */
  @Schema(name = "RouteFile")
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record File(
      @Schema(examples = "orders.camel.yaml") String file,
      @Schema(enumeration = {"loaded", "refused"}) String state,
      String reason,
      List<Route> routes) {

    public File {
      routes = List.copyOf(routes);
    }
  }

  /** A route of it. */
  @Schema(name = "Route")
  @RegisterForReflection
  public record Route(
      @Schema(examples = "orders") String route,
      @Schema(description = "The source tables it reads.", examples = "inventory.orders")
          List<String> tables,
      @Schema(description = "Where it sends them.", examples = "default.orders_final")
          List<String> targets,
      @Schema(description = "Whether it runs.") boolean running) {

    public Route {
      tables = List.copyOf(tables);
      targets = List.copyOf(targets);
    }
  }
}
