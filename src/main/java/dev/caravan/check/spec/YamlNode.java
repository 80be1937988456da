package dev.caravan.check.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A part of a YAML file that knows its line. Scalars stay the text they are written as: {@code
 * 12.50} keeps its zero.
 */
record YamlNode(Node node, String what) {

  /** Takes the values of another map that are not given anew: {@code <<: *order}. */
  private static final String MERGE = "<<";

  /** Reads a file. */
  static YamlNode read(String text) {
    try {
      Node root =
          new Compose(LoadSettings.builder().build())
              .composeString(text)
              .orElseThrow(() -> new SpecException(0, "the file is empty"));
      return new YamlNode(root, "the file");
    } catch (MarkedYamlEngineException e) {
      throw new SpecException(
          e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
          "no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new SpecException(0, "no YAML: " + e.getMessage());
    }
  }

  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  SpecException wrong(String reason) {
    return new SpecException(line(), reason);
  }

  boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isText() {
    return node instanceof ScalarNode && !isNull();
  }

  /** Whether a value without quotes is a number or a truth value. */
  boolean isPlain() {
    return node.getTag().equals(Tag.INT)
        || node.getTag().equals(Tag.FLOAT)
        || node.getTag().equals(Tag.BOOL);
  }

  String text() {
    if (node instanceof ScalarNode scalar && !isNull()) {
      return scalar.getValue();
    }
    throw wrong(what + " must be a single value");
  }

  List<YamlNode> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(what + " must be a list, each entry beginning with '-'");
    }
    List<YamlNode> list = new ArrayList<>();
    sequence.getValue().forEach(each -> list.add(new YamlNode(each, "an entry of " + what)));
    return list;
  }

  Map<String, YamlNode> map() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(what + " must be a map of names to values");
    }
    Map<String, YamlNode> map = new LinkedHashMap<>();
    Map<String, YamlNode> merged = new LinkedHashMap<>();
    for (NodeTuple each : mapping.getValue()) {
      String key = new YamlNode(each.getKeyNode(), "a name in " + what).text();
      if (key.equals(MERGE)) {
        new YamlNode(each.getValueNode(), "'" + MERGE + "'").map().forEach(merged::put);
      } else if (map.put(key, new YamlNode(each.getValueNode(), "'" + key + "'")) != null) {
        throw new YamlNode(each.getKeyNode(), what).wrong(what + " has '" + key + "' twice");
      }
    }
    merged.keySet().removeAll(map.keySet());
    merged.putAll(map);
    return merged;
  }

  /** A map of which no other keys are known. */
  Map<String, YamlNode> map(Set<String> required, Set<String> optional) {
    Map<String, YamlNode> map = map();
    for (Map.Entry<String, YamlNode> each : map.entrySet()) {
      if (!required.contains(each.getKey()) && !optional.contains(each.getKey())) {
        Set<String> known = new TreeSet<>(required);
        known.addAll(optional);
        throw each.getValue()
            .wrong(
                "%s has an unknown '%s'; it may have %s"
                    .formatted(what, each.getKey(), String.join(", ", known)));
      }
    }
    for (String each : required) {
      if (!map.containsKey(each)) {
        throw wrong("%s lacks '%s'".formatted(what, each));
      }
    }
    return map;
  }
}
