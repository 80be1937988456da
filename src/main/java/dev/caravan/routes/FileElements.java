package dev.caravan.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file's elements: its routes, and what it defines for all of them.
 *
 * @param routes in the order of the file
 * @param shared the elements that are no routes, as plain values
 */
record FileElements(List<Element> routes, List<Object> shared) {

  private static final String ROUTE = "route";

  /** What a file may define for its own routes; it changes no other file's. */
  private static final Set<String> SHARED =
      Set.of(
          "errorHandler",
          "onException",
          "onCompletion",
          "intercept",
          "interceptFrom",
          "interceptSendToEndpoint");

  private static final String EXPECTED =
      "expected a list of routes, each beginning with '- route:'";

  /** Ids Caravan's own routes have, also where this process does not run them. */
  static final List<KnownRoute> OWN =
      Stream.of("capture", "slot", "caravan-snapshots", "caravan-targets")
          .map(id -> new KnownRoute(id, "Caravan itself"))
          .toList();

  /**
   * A route as it stands in the file.
   *
   * @param id its id
   * @param node what stands below {@code route:}
   * @param line where it begins, from 1
   */
  record Element(String id, Node node, int line) {}

  /**
   * @param others the routes whose ids are taken
   * @param findings gets what is wrong; the elements are only good when it is nothing
   */
  static FileElements of(Node root, Collection<KnownRoute> others, Findings findings) {
    FileElements elements = new FileElements(new ArrayList<>(), new ArrayList<>());
    if (!(root instanceof SequenceNode list)) {
      findings.add(Nodes.line(root), "is no list; " + EXPECTED);
      return elements;
    }
    Ids ids = new Ids(others, findings);
    for (Node each : list.getValue()) {
      elements.add(each, ids, findings);
    }
    if (findings.isEmpty() && elements.routes.isEmpty()) {
      findings.add(0, "holds no route; " + EXPECTED);
    }
    return elements;
  }

  private void add(Node each, Ids ids, Findings findings) {
    if (!(each instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
      findings.add(Nodes.line(each), "is no route; " + EXPECTED);
      return;
    }
    NodeTuple first = mapping.getValue().get(0);
    String name = Nodes.text(first.getKeyNode()).orElse("");
    int line = Nodes.line(first.getKeyNode());
    if (mapping.getValue().size() > 1) {
      NodeTuple second = mapping.getValue().get(1);
      findings.add(
          Nodes.line(second.getKeyNode()),
          "'%s' stands beside '%s'; indent it, so that it is a part of it"
              .formatted(Nodes.text(second.getKeyNode()).orElse("?"), name));
    } else if (name.equals(ROUTE)) {
      ids.take(first.getValueNode(), line)
          .ifPresent(id -> routes.add(new Element(id, first.getValueNode(), line)));
    } else if (name.equals("from")) {
      findings.add(
          line, "this route has no id; put it below '- route:' with an 'id:' beside the 'from:'");
    } else if (SHARED.contains(name)) {
      shared.add(Nodes.plain(each));
    } else {
      findings.add(
          line,
          "'%s' can't stand in a route file, which holds routes, and for them %s"
              .formatted(name, String.join(", ", SHARED.stream().sorted().toList())));
    }
  }

  /** Sees to it that no id is there twice. */
  private static final class Ids {

    private final Map<String, String> taken = new HashMap<>();
    private final Findings findings;

    Ids(Collection<KnownRoute> others, Findings findings) {
      this.findings = findings;
      OWN.forEach(route -> taken.put(route.id(), "a route of " + route.where()));
      others.forEach(route -> taken.put(route.id(), "a route of " + route.where()));
    }

    Optional<String> take(Node route, int line) {
      Optional<Node> node = Nodes.at(route, "id");
      String id = node.flatMap(Nodes::text).orElse("").strip();
      if (id.isEmpty()) {
        findings.add(
            line,
            "this route has no id; give it an 'id:', by which its place in Kafka and its meters"
                + " are known");
        return Optional.empty();
      }
      int idLine = Nodes.line(node.get());
      String other = taken.putIfAbsent(id, "the route in line " + line);
      if (other != null) {
        findings.add(
            idLine,
            "the id '%s' is that of %s, too; give each an id of its own".formatted(id, other));
      }
      return Optional.of(id);
    }
  }
}
