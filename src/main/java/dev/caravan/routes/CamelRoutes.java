package dev.caravan.routes;

import dev.caravan.ShutdownNotice;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.service.ServiceHelper;

/** Adds single routes to Camel, and takes them out so that nothing of them is left. */
final class CamelRoutes {

  private static final long POLL_MILLIS = 20;
  private static final long LEFT_OVER_SECONDS = 1;

  private final CamelContext camel;

  CamelRoutes(CamelContext camel) {
    this.camel = camel;
  }

  CamelContext camel() {
    return camel;
  }

  /**
   * @param start whether it is started, too
   * @throws Exception when it can't be; then nothing of it is left
   */
  void add(RouteDefinition definition, boolean start) throws Exception {
    if (camel.isStopping() || camel.isStopped()) {
      throw new IllegalStateException("the application ends");
    }
    if (!start) {
      definition.setAutoStartup("false");
    }
    try {
      model().addRouteDefinition(definition);
    } catch (Exception e) {
      remove(definition.getRouteId());
      throw e;
    }
  }

  /** Stops a route and takes it out. */
  void remove(String id) throws Exception {
    Route route = camel.getRoute(id);
    if (route != null) {
      stop(route);
    }
    camel.getRouteController().stopRoute(id, LEFT_OVER_SECONDS, TimeUnit.SECONDS);
    RouteDefinition definition = model().getRouteDefinition(id);
    if (definition != null) {
      model().removeRouteDefinition(definition);
    }
    camel.removeRoute(id);
    if (camel.getRoute(id) != null) {
      throw new IllegalStateException("route '" + id + "' could not be stopped");
    }
    if (route != null) {
      // Camel made them for this route alone, and would keep them, and by them the route.
      for (RoutePolicy policy : List.copyOf(route.getRoutePolicyList())) {
        camel.removeService(policy);
      }
    }
  }

  /**
   * Ends what a route does. Camel's own way of stopping a route holds a lock of the whole context
   * meanwhile, for which the end of the application would have to wait.
   */
  private void stop(Route route) throws InterruptedException {
    ServiceHelper.stopService(route.getConsumer());
    long end = System.nanoTime() + ShutdownNotice.BUDGET.toNanos();
    while (camel.getInflightRepository().size(route.getRouteId()) > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private Model model() {
    return camel.getCamelContextExtension().getContextPlugin(Model.class);
  }
}
