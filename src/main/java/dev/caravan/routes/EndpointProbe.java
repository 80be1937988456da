package dev.caravan.routes;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Makes the endpoint of a URI to see whether it can be made: of a component that is there, with
 * options it knows. Camel's registry does not learn of it, and nothing is started.
 */
final class EndpointProbe {

  private static final String NOTHING = ":?(//)?(\\?.*)?";

  private final CamelContext camel;

  EndpointProbe(CamelContext camel) {
    this.camel = camel;
  }

  /**
   * @param uri as the file has it, options included
   * @throws IllegalArgumentException when there is no such component
   * @throws Exception what the component throws when it can't make the endpoint
   */
  Endpoint make(String uri) throws Exception {
    String resolved = EndpointHelper.resolveEndpointUriPropertyPlaceholders(camel, uri);
    String scheme = scheme(resolved);
    Component component = camel.getComponent(scheme);
    if (component == null) {
      throw new IllegalArgumentException(
          "there is no component '%s'; there are %s".formatted(scheme, names()));
    }
    if (resolved.substring(scheme.length()).matches(NOTHING)) {
      throw new IllegalArgumentException(
          "'%s' names nothing behind the ':'; expected clickhouse:<table>, kafka:<topic> or the like"
              .formatted(uri));
    }
    String normalized = EndpointHelper.normalizeEndpointUri(resolved);
    ServiceHelper.initService(component);
    return component.createEndpoint(component.useRawUri() ? resolved : normalized);
  }

  /** What a URI begins with: {@code kafka}. */
  static String scheme(String uri) {
    return uri.split("[:?]", 2)[0];
  }

  private String names() {
    Set<String> names = new TreeSet<>(camel.getComponentNames());
    names.addAll(camel.getRegistry().findByTypeWithName(Component.class).keySet());
    return names.stream().map(name -> name + ":").collect(Collectors.joining(", "));
  }

  /** Runs something, and takes out of Camel's registry the endpoints it has put there. */
  void leavingNone(Runnable action) {
    Collection<Endpoint> before = new HashSet<>(camel.getEndpoints());
    try {
      action.run();
    } finally {
      for (Endpoint endpoint : camel.getEndpoints()) {
        if (!before.contains(endpoint)) {
          remove(endpoint);
        }
      }
    }
  }

  private void remove(Endpoint endpoint) {
    try {
      camel.removeEndpoint(endpoint);
    } catch (Exception e) {
      throw new IllegalStateException("can't remove " + endpoint.getEndpointUri(), e);
    }
  }
}
