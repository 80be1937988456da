package dev.caravan.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.model.RouteDefinition;

/** The routes of files that Camel has now, by id. Not for several threads. */
final class RunningRoutes {

  /** A route, and the file it is of. */
  private record Running(String file, CheckedRoute route) {}

  private final CamelRoutes camel;
  private final StartPermission permission;
  private final Map<String, Running> routes = new TreeMap<>();

  RunningRoutes(CamelRoutes camel, StartPermission permission) {
    this.camel = camel;
    this.permission = permission;
  }

  /**
   * Stops the routes of a file that are not wanted any more, or not as they are, and starts those
   * that are missing. The others do not notice.
   *
   * @param content what the wanted routes are made of
   * @return what was done, in words
   * @throws Exception when one can't be started or stopped; what was done until then is done
   */
  String bring(String file, byte[] content, List<CheckedRoute> wanted) throws Exception {
    Set<String> stopped = new HashSet<>();
    for (String id : obsolete(file, wanted)) {
      camel.remove(id);
      routes.remove(id);
      stopped.add(id);
    }
    List<String> done = new ArrayList<>();
    List<CheckedRoute> missing = missing(wanted);
    if (!missing.isEmpty()) {
      Map<String, RouteDefinition> definitions =
          RouteModel.parse(camel.camel(), file, content).stream()
              .collect(Collectors.toMap(RouteDefinition::getRouteId, one -> one));
      for (CheckedRoute route : missing) {
        boolean start = permission.mayStart(route.tables());
        camel.add(definitions.get(route.id()), start);
        routes.put(route.id(), new Running(file, route));
        boolean again = stopped.remove(route.id());
        done.add((start ? again ? "restarted " : "started " : "added, not started, ") + route.id());
      }
    }
    stopped.stream().sorted().forEach(id -> done.add("stopped " + id));
    return done.isEmpty()
        ? "its routes go on, nothing in them has changed"
        : String.join(", ", done);
  }

  /** Those of the file that are not wanted as they are, and those of other files in the way. */
  private List<String> obsolete(String file, List<CheckedRoute> wanted) {
    Map<String, CheckedRoute> byId = new HashMap<>();
    wanted.forEach(route -> byId.put(route.id(), route));
    List<String> obsolete = new ArrayList<>();
    routes.forEach(
        (id, running) -> {
          CheckedRoute next = byId.get(id);
          boolean same = next != null && next.definition().equals(running.route().definition());
          boolean ours = running.file().equals(file);
          if (ours ? !same : next != null) {
            obsolete.add(id);
          }
        });
    return obsolete;
  }

  boolean lacksAnyOf(List<CheckedRoute> wanted) {
    return !missing(wanted).isEmpty();
  }

  private List<CheckedRoute> missing(List<CheckedRoute> wanted) {
    return wanted.stream().filter(route -> !routes.containsKey(route.id())).toList();
  }
}
