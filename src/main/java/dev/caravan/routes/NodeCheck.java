package dev.caravan.routes;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds keys that stand twice in one mapping, of which Camel would take the last, and documents
 * that repeat themselves without end.
 */
final class NodeCheck {

  private static final int DEEPEST = 100;
  private static final int MOST_NODES = 100_000;

  private final Findings findings;
  private int nodes;

  private NodeCheck(Findings findings) {
    this.findings = findings;
  }

  static void check(Node root, Findings findings) {
    new NodeCheck(findings).look(root, 0);
  }

  /** Whether the rest is to be looked at. */
  private boolean look(Node node, int depth) {
    if (depth > DEEPEST || ++nodes > MOST_NODES) {
      findings.add(
          Nodes.line(node),
          "is nested too deeply or too large; are there aliases (*) in a circle?");
      return false;
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().allMatch(each -> look(each, depth + 1));
    }
    if (node instanceof MappingNode mapping) {
      Map<String, Integer> lines = new HashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          Integer first = lines.putIfAbsent(key.getValue(), Nodes.line(key));
          if (first != null) {
            findings.add(
                Nodes.line(key),
                "'%s' stands here a second time, first in line %d; keep one of them"
                    .formatted(key.getValue(), first));
          }
        }
        if (!look(tuple.getValueNode(), depth + 1)) {
          return false;
        }
      }
    }
    return true;
  }
}
