package dev.caravan.deliver.clickhouse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the format in which tabs, line ends and backslashes within a value are escaped.
 *
 * @see <a href="https://clickhouse.com/docs/interfaces/formats/TabSeparated">TabSeparated</a>
 */
final class TabSeparated {

  private TabSeparated() {}

  /** The values of each row. */
  static List<String[]> rows(String text) {
    List<String[]> rows = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String[] values = text.substring(start, end).split("\t", -1);
      rows.add(Arrays.stream(values).map(TabSeparated::unescaped).toArray(String[]::new));
      start = end + 1;
    }
    return rows;
  }

  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (each != '\\' || i + 1 == value.length()) {
        text.append(each);
      } else {
        i++;
        text.append(character(value.charAt(i)));
      }
    }
    return text.toString();
  }

  private static char character(char escaped) {
    return switch (escaped) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '0' -> '\0';
      default -> escaped;
    };
  }
}
