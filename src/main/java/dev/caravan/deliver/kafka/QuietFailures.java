package dev.caravan.deliver.kafka;

import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/**
 * Keeps Camel from logging each failed try of a batch with its stack trace; the consumer says once
 * what a route waits for. Routes with an error handler of their own keep it.
 */
public class QuietFailures implements ModelLifecycleStrategy {

  private static final String SCHEME = "kafka:";

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    if (route.getInput() != null
        && route.getInput().getEndpointUri().startsWith(SCHEME)
        && !route.isErrorHandlerFactorySet()) {
      DefaultErrorHandlerDefinition quiet = new DefaultErrorHandlerDefinition();
      quiet.logExhausted(false);
      route.setErrorHandlerFactory(quiet);
    }
  }

  @Override
  public void onRemoveRouteDefinition(RouteDefinition route) {}

  @Override
  public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {}

  @Override
  public void onRemoveRouteTemplateDefinition(RouteTemplateDefinition template) {}
}
