package dev.caravan.check.spec;

import dev.caravan.capture.value.Encoding;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns a value of a test into what the capture writes for it: first PostgreSQL's text, then that.
 */
final class SourceValue {

  private SourceValue() {}

  /**
   * The value as events have it; null for NULL.
   *
   * @throws SpecException when the column cannot hold it
   */
  static Object of(SourceColumn column, YamlNode value) {
    if (value.isNull()) {
      if (!column.column().nullable()) {
        throw value.wrong("column '%s' is not null".formatted(column.name()));
      }
      return null;
    }
    String text = text(column, value);
    try {
      int fractions = column.column().scale() == null ? 0 : column.column().scale();
      Object read = column.encoding().read(text, fractions);
      return read instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : read;
    } catch (RuntimeException e) {
      throw value.wrong(
          "'%s' is no %s, as column '%s' is"
              .formatted(text, column.column().type(), column.name()));
    }
  }

  private static String text(SourceColumn column, YamlNode value) {
    if (column.column().holdsArrays() && value.isList()) {
      return array(value);
    }
    if (column.encoding() == Encoding.JSON && !value.isText()) {
      return json(value);
    }
    String text = value.text();
    return switch (column.encoding()) {
      case BOOLEAN ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> "t";
            case "false" -> "f";
            default -> text;
          };
      case TIMESTAMP -> text.replace('T', ' ');
      case INSTANT -> text.replace('T', ' ').replaceFirst("Z$", "+00");
      default -> text;
    };
  }

  private static String array(YamlNode list) {
    return list.list().stream()
        .map(SourceValue::element)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String element(YamlNode each) {
    if (each.isNull()) {
      return "NULL";
    }
    return each.isList()
        ? array(each)
        : '"' + each.text().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String json(YamlNode node) {
    if (node.isMap()) {
      return node.map().entrySet().stream()
          .map(
              (Map.Entry<String, YamlNode> each) ->
                  quoted(each.getKey()) + ": " + json(each.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node.isList()) {
      return node.list().stream()
          .map(SourceValue::json)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return node.isNull() ? "null" : node.isPlain() ? node.text() : quoted(node.text());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
