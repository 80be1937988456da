package dev.caravan.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.routes.RouteFileView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The route files of the process that is asked, by name.
 *
 * @param problem why the folder can't be read; null when it can be
 */
@Schema(description = "The route files of the process that is asked, by name.")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoutesView(
    List<File> files,
    @Schema(description = "Why the folder can't be read; what runs goes on.") String problem) {

  public RoutesView {
    files = List.copyOf(files);
  }

  /**
   * A route file.
   *
   * @param state running or refused
   * @param version which contents the folder has
   * @param running which contents run; null when none do
   * @param reason why it is refused, in one line; null when it is not
   * @param problems all that is wrong with it
   */
  @Schema(name = "RouteFile")
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record File(
      @Schema(examples = "orders.camel.yaml") String file,
      @Schema(enumeration = {"running", "refused"}) String state,
      @Schema(description = "Which contents the folder has.") String version,
      @Schema(description = "Which contents run; null when none do.") String running,
      @Schema(description = "The first of the problems, in one line.") String reason,
      List<Problem> problems,
      @Schema(description = "The routes that run, of these contents or of those before.")
          List<Route> routes) {

    public File {
      problems = List.copyOf(problems);
      routes = List.copyOf(routes);
    }

    static File of(RouteFileView view) {
      return new File(
          view.file(),
          view.state().name().toLowerCase(Locale.ROOT),
          view.version(),
          view.running(),
          view.problems().isEmpty() ? null : view.why(),
          view.problems().stream()
              .map(each -> new Problem(each.line() == 0 ? null : each.line(), each.reason()))
              .toList(),
          view.routes().stream()
              .map(
                  each ->
                      new Route(
                          each.id(),
                          each.tables().stream().map(Object::toString).sorted().toList(),
                          each.targets()))
              .toList());
    }
  }

  /** What is wrong in a route file. */
  @Schema(name = "RouteProblem")
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Problem(
      @Schema(description = "From 1; null where no line is known.") Integer line,
      @Schema(description = "What is wrong, and what would be right.") String reason) {}

  /** A route of it. */
  @Schema(name = "Route")
  @RegisterForReflection
  public record Route(
      @Schema(examples = "orders") String route,
      @Schema(description = "The source tables it reads.", examples = "inventory.orders")
          List<String> tables,
      @Schema(description = "Where it sends them.", examples = "clickhouse:orders_final")
          List<String> targets) {

    public Route {
      tables = List.copyOf(tables);
      targets = List.copyOf(targets);
    }
  }
}
