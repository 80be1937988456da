package dev.caravan.check.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table or view must hold after a test's events.
 *
 * @param line where it is written
 * @param target the table or view, {@code orders} or {@code database.orders}
 * @param columns the columns that are looked at; empty for all but those that begin with an
 *     underscore and that no row names
 * @param rows the rows, in any order
 */
public record Expectation(int line, String target, List<String> columns, List<Row> rows) {

  /**
   * A row.
   *
   * @param line where it is written
   * @param values a text, a list of values, or null, by column
   */
  public record Row(int line, Map<String, Object> values) {}

  static Expectation parse(YamlNode node) {
    Map<String, YamlNode> parts = node.map(Set.of("target", "rows"), Set.of("columns"));
    List<String> columns = new ArrayList<>();
    if (parts.containsKey("columns")) {
      parts.get("columns").list().forEach(each -> columns.add(each.text()));
    }
    List<Row> rows = new ArrayList<>();
    for (YamlNode each : parts.get("rows").list()) {
      Map<String, Object> values = new LinkedHashMap<>();
      each.map().forEach((name, value) -> values.put(name, value(value)));
      if (!columns.isEmpty() && !values.keySet().equals(Set.copyOf(columns))) {
        throw each.wrong("the row must name the columns %s".formatted(String.join(", ", columns)));
      }
      rows.add(new Row(each.line(), values));
    }
    return new Expectation(node.line(), parts.get("target").text(), columns, rows);
  }

  private static Object value(YamlNode node) {
    return node.isNull()
        ? null
        : node.isList() ? node.list().stream().map(Expectation::value).toList() : node.text();
  }
}
