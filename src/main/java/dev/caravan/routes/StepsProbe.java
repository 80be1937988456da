package dev.caravan.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Makes the processors of a route's steps, as its start would, to see whether they can be made: by
 * expressions in a language that is there, for instance. They are thrown away without being
 * started.
 */
final class StepsProbe {

  private final CamelContext camel;

  StepsProbe(CamelContext camel) {
    this.camel = camel;
  }

  /**
   * @param definition only good for this; what runs is made of another one
   * @param from the endpoint the route begins with
   */
  void make(RouteDefinition definition, Endpoint from) throws Exception {
    Route route =
        PluginHelper.getRouteFactory(camel)
            .createRoute(
                camel,
                definition,
                definition.getRouteId(),
                definition.getDescriptionText(),
                from,
                definition.getResource());
    route.setErrorHandlerFactory(definition.getErrorHandlerFactory());
    try {
      for (ProcessorDefinition<?> output : definition.getOutputs()) {
        ProcessorReifier.reifier(route, output).addRoutes();
      }
    } finally {
      // Some have made threads already.
      ServiceHelper.stopAndShutdownServices(route.getEventDrivenProcessors());
    }
  }
}
