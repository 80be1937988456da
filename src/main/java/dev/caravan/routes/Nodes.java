package dev.caravan.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Questions to YAML nodes. */
final class Nodes {

  private Nodes() {}

  /** The line a node begins in, from 1; 0 when it is not known. */
  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** The text of a scalar; empty for anything else. */
  static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  /** The value of a key in a mapping. */
  static Optional<Node> at(Node node, String key) {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return mapping.getValue().stream()
        .filter(tuple -> text(tuple.getKeyNode()).filter(key::equals).isPresent())
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  /** A node as lists, maps and texts, equal for nodes that differ in comments and layout only. */
  static Object plain(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().map(Nodes::plain).toList();
    }
    if (node instanceof MappingNode mapping) {
      Map<Object, Object> values = new HashMap<>();
      mapping
          .getValue()
          .forEach(tuple -> values.put(plain(tuple.getKeyNode()), plain(tuple.getValueNode())));
      return values;
    }
    ScalarNode scalar = (ScalarNode) node;
    return List.of(scalar.getTag().getValue(), scalar.getValue());
  }

  /** Every scalar of a node, keys included, in the order of the file. */
  static List<ScalarNode> scalars(Node node) {
    List<ScalarNode> found = new ArrayList<>();
    collect(node, found);
    return found;
  }

  private static void collect(Node node, List<ScalarNode> found) {
    if (node instanceof ScalarNode scalar) {
      found.add(scalar);
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> collect(each, found));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        collect(tuple.getKeyNode(), found);
        collect(tuple.getValueNode(), found);
      }
    }
  }
}
