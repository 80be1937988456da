package dev.caravan.check.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.check.spec.Expectation;
import dev.caravan.check.spec.Expectation.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells how the rows of a target differ from what a test expects, whatever order they have. */
final class RowDifference {

  private static final String OWN = "_";

  private final Expectation expected;
  private final TargetRows actual;
  private final Set<String> columns = new LinkedHashSet<>();
  private final List<String> differences = new ArrayList<>();

  private RowDifference(Expectation expected, TargetRows actual) {
    this.expected = expected;
    this.actual = actual;
  }

  /** The differences, each in one line; none when the target holds what is expected. */
  static List<String> of(Expectation expected, TargetRows actual) {
    RowDifference difference = new RowDifference(expected, actual);
    difference.chooseColumns();
    if (difference.differences.isEmpty()) {
      difference.compareRows();
    }
    return difference.differences;
  }

  private void chooseColumns() {
    Set<String> named = new LinkedHashSet<>(expected.columns());
    expected.rows().forEach(row -> named.addAll(row.values().keySet()));
    for (String each : named) {
      if (!actual.types().containsKey(each)) {
        say(
            expected.line(),
            "has no column %s; it has %s"
                .formatted(each, String.join(", ", actual.types().keySet())));
      }
    }
    if (expected.columns().isEmpty()) {
      actual.types().keySet().stream()
          .filter(each -> !each.startsWith(OWN) || named.contains(each))
          .forEach(columns::add);
    } else {
      columns.addAll(expected.columns());
    }
    for (Row row : expected.rows()) {
      Set<String> lacking = new LinkedHashSet<>(columns);
      lacking.removeAll(row.values().keySet());
      if (!lacking.isEmpty()) {
        say(
            row.line(),
            "has %s, which the row does not name; name it, or the columns to look at in 'columns'"
                .formatted(String.join(", ", lacking)));
      }
    }
  }

  private void compareRows() {
    List<Map<String, JsonNode>> unexpected = new ArrayList<>(actual.rows());
    List<Row> missing = new ArrayList<>();
    for (Row row : expected.rows()) {
      unexpected.stream()
          .filter(each -> differing(row, each).isEmpty())
          .findFirst()
          .ifPresentOrElse(
              each -> unexpected.removeIf(other -> other == each), () -> missing.add(row));
    }
    for (Row row : missing) {
      Map<String, JsonNode> nearest =
          unexpected.stream()
              .min(Comparator.comparing(each -> differing(row, each).size()))
              .filter(each -> differing(row, each).size() < columns.size())
              .orElse(null);
      unexpected.removeIf(each -> each == nearest);
      say(row.line(), nearest == null ? "lacks " + text(row) : differ(row, nearest));
    }
    unexpected.forEach(each -> say(expected.line(), "has a row too many: " + text(each)));
  }

  private String differ(Row row, Map<String, JsonNode> found) {
    return differing(row, found).stream()
        .map(
            column ->
                "%s is %s (%s), not %s"
                    .formatted(
                        column,
                        text(found.get(column)),
                        actual.types().get(column),
                        row.values().get(column) == null ? "NULL" : row.values().get(column)))
        .collect(Collectors.joining("; ", "instead of " + text(row) + ": ", ""));
  }

  private List<String> differing(Row row, Map<String, JsonNode> found) {
    return columns.stream()
        .filter(
            column ->
                !ValueMatch.matches(
                    actual.types().get(column), row.values().get(column), found.get(column)))
        .toList();
  }

  private String text(Row row) {
    return columns.stream()
        .map(
            each ->
                each + ": " + (row.values().get(each) == null ? "NULL" : row.values().get(each)))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private String text(Map<String, JsonNode> row) {
    return columns.stream()
        .map(each -> each + ": " + text(row.get(each)))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "NULL" : value.isContainerNode() ? value.toString() : value.asText();
  }

  private void say(int line, String what) {
    differences.add("line %d: %s %s".formatted(line, expected.target(), what));
  }
}
