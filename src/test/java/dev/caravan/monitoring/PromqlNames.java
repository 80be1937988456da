package dev.caravan.monitoring;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of series an expression of PromQL asks for. */
final class PromqlNames {

  private static final Pattern STRINGS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern BRACES = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGES = Pattern.compile("\\[[^]]*]");
  private static final Pattern LABELS =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*(?![\\w:])(?!\\s*\\()");
  private static final Pattern SELECTOR =
      Pattern.compile("[a-zA-Z_:][\\w:]*\\{(?:[^}\"]|\"(?:[^\"\\\\]|\\\\.)*\")*}");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|ignoring|without)\\s*\\(([^)]*)\\)");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "by", "on", "offset", "group_left", "group_right");

  private PromqlNames() {}

  /** The series it asks for by name and labels: {@code up{job="caravan"}}. */
  static Set<String> selectorsIn(String expression) {
    return found(SELECTOR, expression, 0);
  }

  /** The labels it groups or matches by. */
  static Set<String> labelsIn(String expression) {
    Set<String> labels = new TreeSet<>();
    for (String list : found(GROUPING, expression, 1)) {
      for (String label : list.split(",")) {
        labels.add(label.strip());
      }
    }
    labels.remove("");
    return labels;
  }

  private static Set<String> found(Pattern pattern, String text, int group) {
    Set<String> found = new TreeSet<>();
    Matcher each = pattern.matcher(text);
    while (each.find()) {
      found.add(each.group(group));
    }
    return found;
  }

  /** The names alone. */
  static Set<String> in(String expression) {
    String rest = STRINGS.matcher(expression).replaceAll("");
    rest = BRACES.matcher(rest).replaceAll("");
    rest = RANGES.matcher(rest).replaceAll("");
    rest = LABELS.matcher(rest).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher each = NAME.matcher(rest);
    while (each.find()) {
      if (!WORDS.contains(each.group()) && !each.group().matches("Inf|NaN")) {
        names.add(each.group());
      }
    }
    return names;
  }
}
