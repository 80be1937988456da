package dev.caravan.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Has Camel's YAML DSL read a file into route definitions, of which Camel does not learn. */
final class RouteModel {

  private RouteModel() {}

  /**
   * @param file the file's name
   * @return new definitions, in the order of the file
   * @throws Exception when the DSL refuses the file
   */
  static List<RouteDefinition> parse(CamelContext camel, String file, byte[] content)
      throws Exception {
    Resource resource = ResourceHelper.fromBytes("caravan:" + file, content);
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(resource));
    List<RouteDefinition> definitions = new ArrayList<>();
    for (RoutesBuilder builder : builders) {
      definitions.addAll(((RouteBuilder) builder).configureRoutes(camel).getRoutes());
    }
    return definitions;
  }
}
