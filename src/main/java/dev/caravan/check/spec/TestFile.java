package dev.caravan.check.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tests beside a route file.
 *
 * @param settings configuration for these tests, by key, such as a salt
 * @param tests the tests
 */
public record TestFile(Map<String, String> settings, List<RouteTest> tests) {

  /**
   * Reads the text of a file.
   *
   * @throws SpecException when it is not as it must be
   */
  public static TestFile parse(String text) {
    Map<String, YamlNode> parts =
        YamlNode.read(text).map(Set.of("tests"), Set.of("source", "settings"));
    Map<String, String> settings = new LinkedHashMap<>();
    if (parts.containsKey("settings")) {
      parts.get("settings").map().forEach((key, value) -> settings.put(key, value.text()));
    }
    SourceTable source =
        parts.containsKey("source") ? SourceTable.parse(parts.get("source")) : null;
    List<RouteTest> tests = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode each : parts.get("tests").list()) {
      RouteTest test = test(each, source);
      if (!names.add(test.name())) {
        throw each.wrong("there are two tests '%s'".formatted(test.name()));
      }
      tests.add(test);
    }
    return new TestFile(settings, tests);
  }

  private static RouteTest test(YamlNode node, SourceTable common) {
    Map<String, YamlNode> parts =
        node.map(Set.of("name", "events", "expect"), Set.of("source", "deadLetters"));
    SourceTable source =
        parts.containsKey("source") ? SourceTable.parse(parts.get("source")) : common;
    if (source == null) {
      throw node.wrong("neither the test nor the file has a 'source'");
    }
    List<SourceEvent> events = SourceRows.events(source, parts.get("events"));
    List<Expectation> expectations =
        parts.get("expect").list().stream().map(Expectation::parse).toList();
    if (expectations.isEmpty()) {
      throw parts.get("expect").wrong("'expect' names no target");
    }
    List<ExpectedLetter> letters =
        parts.containsKey("deadLetters")
            ? parts.get("deadLetters").list().stream().map(ExpectedLetter::parse).toList()
            : List.of();
    return new RouteTest(
        parts.get("name").text(), node.line(), source, events, expectations, letters);
  }
}
