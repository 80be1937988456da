package dev.caravan.change.text;

import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's text of arrays: {@code {1,2,NULL}}, {@code {"a b","NULL",c}}.
 *
 * @see <a href="https://www.postgresql.org/docs/16/arrays.html#ARRAYS-IO">Array Input and
 *     Output</a>
 */
public final class ArrayText {

  private ArrayText() {}

  /**
   * The elements' texts in order, null for NULL.
   *
   * @param delimiter what stands between elements: {@code ,} for all types but box, which has
   *     {@code ;}
   * @return null when a list cannot say the same: for an array of several dimensions, or one whose
   *     subscripts do not begin at 1
   * @throws IllegalArgumentException when the text is not that of an array
   */
  public static List<String> elements(String text, char delimiter) {
    if (text.startsWith("[") || text.startsWith("{{")) {
      return null;
    }
    if (text.length() < 2 || text.charAt(0) != '{' || !text.endsWith("}")) {
      throw none(text);
    }
    List<String> elements = new ArrayList<>();
    int end = text.length() - 1;
    int at = 1;
    while (at < end) {
      StringBuilder element = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      for (at += quoted ? 1 : 0; at < end && !ends(text.charAt(at), quoted, delimiter); at++) {
        if (text.charAt(at) == '\\') {
          at++;
        }
        element.append(text.charAt(at));
      }
      String value = element.toString();
      elements.add(!quoted && value.equalsIgnoreCase("NULL") ? null : value);
      if (quoted) {
        at = behindQuote(text, at, end);
      }
      boolean more = at < end && text.charAt(at) == delimiter;
      if (at > end || at < end && !more || more && at + 1 == end || value.isEmpty() && !quoted) {
        throw none(text);
      }
      at++;
    }
    return elements;
  }

  private static int behindQuote(String text, int at, int end) {
    if (at >= end) {
      throw none(text);
    }
    return at + 1;
  }

  private static IllegalArgumentException none(String text) {
    return new IllegalArgumentException("'" + text + "' is no array of PostgreSQL's");
  }

  private static boolean ends(char c, boolean quoted, char delimiter) {
    return c == (quoted ? '"' : delimiter);
  }
}
