package dev.caravan.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is shipped to watch Caravan with, as it stands in the repository. */
final class MonitoringFiles {

  static final Path PROMETHEUS = Path.of("prometheus");
  static final Path RULES = PROMETHEUS.resolve("rules");
  static final Path RULE_TESTS = PROMETHEUS.resolve("tests");
  static final Path DASHBOARDS = Path.of("grafana/dashboards");
  static final Path RUNBOOKS = Path.of("docs/runbooks");

  private static final ObjectMapper JSON = new ObjectMapper();

  private MonitoringFiles() {}

  /** The files of a folder whose names end so, by name. */
  static List<Path> in(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object yaml(Path file) {
    return new Load(LoadSettings.builder().build()).loadFromString(text(file));
  }

  /** What a map of YAML holds as a list of maps; nothing when it has none. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object map, String key) {
    return (List<Map<String, Object>>) ((Map<String, Object>) map).getOrDefault(key, List.of());
  }

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Path file : in(RULES, ".yml")) {
      for (Map<String, Object> group : maps(yaml(file), "groups")) {
        for (Map<String, Object> rule : maps(group, "rules")) {
          boolean alert = rule.containsKey("alert");
          rules.add(
              new Rule(
                  file.getFileName().toString(),
                  alert,
                  (String) rule.get(alert ? "alert" : "record"),
                  (String) rule.get("expr"),
                  texts(rule.get("labels")),
                  texts(rule.get("annotations"))));
        }
      }
    }
    return rules;
  }

  static List<Rule> alerts() {
    return rules().stream().filter(Rule::isAlert).toList();
  }

  private static Map<String, String> texts(Object map) {
    Map<String, String> texts = new TreeMap<>();
    if (map instanceof Map<?, ?> some) {
      some.forEach((key, value) -> texts.put(key.toString(), value.toString()));
    }
    return texts;
  }

  /** The dashboards by their files' names. */
  static Map<String, JsonNode> dashboards() {
    Map<String, JsonNode> dashboards = new TreeMap<>();
    for (Path file : in(DASHBOARDS, ".json")) {
      try {
        dashboards.put(file.getFileName().toString(), JSON.readTree(text(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " is no JSON", e);
      }
    }
    return dashboards;
  }
}
