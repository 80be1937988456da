package dev.caravan.routes;

import dev.caravan.change.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Tells what is wrong with a route file before anything is done with it. The Camel context needs
 * the components that routes use and what their placeholders stand for; neither routes nor servers
 * are needed, and none of it is changed.
 */
public final class RouteCheck {

  private final CamelContext camel;
  private final SourceTopic topics;

  private RouteCheck(CamelContext camel, Topics topics) {
    this.camel = camel;
    this.topics = new SourceTopic(topics);
  }

  /**
   * @param camel started, or built at least
   * @param topics what the topics a route may read are called
   */
  public static RouteCheck of(CamelContext camel, Topics topics) {
    return new RouteCheck(camel, topics);
  }

  /**
   * Checks one file.
   *
   * @param name its path, or its name alone
   * @param content all of its bytes
   * @param others the routes of other files, whose ids are taken
   */
  public CheckedFile check(Path name, byte[] content, Collection<KnownRoute> others) {
    String file = name.getFileName().toString();
    Findings findings = new Findings(file);
    List<CheckedRoute> routes = List.of();
    Optional<Node> root = YamlDocument.read(content, findings);
    if (root.isPresent()) {
      FileElements elements = FileElements.of(root.get(), others, findings);
      if (findings.isEmpty()) {
        routes = routes(file, content, root.get(), elements, findings);
      }
    }
    return new CheckedFile(
        file, findings.sorted(), findings.isEmpty() ? List.copyOf(routes) : List.of());
  }

  private List<CheckedRoute> routes(
      String file, byte[] content, Node root, FileElements elements, Findings findings) {
    List<RouteDefinition> definitions;
    try {
      definitions = RouteModel.parse(camel, file, content);
    } catch (Exception e) {
      findings.add(line(e, root), Reasons.of(e));
      return List.of();
    }
    List<CheckedRoute> routes = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++) {
      FileElements.Element element = elements.routes().get(i);
      Object plain = List.of(elements.shared(), Nodes.plain(element.node()));
      new DefinitionCheck(camel, topics, element, definitions.get(i), findings)
          .check(plain)
          .ifPresent(routes::add);
    }
    return routes;
  }

  /** The YAML DSL names a line near an unknown field: of what holds it, or of its value. */
  private static int line(Exception e, Node root) {
    int near = Reasons.line(e);
    return Reasons.unknownField(e).stream()
        .flatMap(
            field -> Nodes.scalars(root).stream().filter(scalar -> scalar.getValue().equals(field)))
        .map(Nodes::line)
        .min(Comparator.comparingInt(found -> Math.abs(found - near)))
        .orElse(near);
  }
}
