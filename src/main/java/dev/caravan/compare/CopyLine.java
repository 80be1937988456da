package dev.caravan.compare;

/**
 * A row in COPY's text format.
 *
 * @see <a href="https://www.postgresql.org/docs/16/sql-copy.html">COPY, File Formats</a>
 */
final class CopyLine {

  private static final char BACKSLASH = '\\';

  private CopyLine() {}

  /** The values, null for NULL. */
  static String[] values(String line, int columns) {
    String[] values = new String[columns];
    int end = line.endsWith("\n") ? line.length() - 1 : line.length();
    int from = 0;
    for (int at = 0; at < columns; at++) {
      int tab = line.indexOf('\t', from);
      int to = tab < 0 ? end : tab;
      values[at] = value(line, from, to);
      from = to + 1;
    }
    return values;
  }

  private static String value(String line, int from, int to) {
    int escape = line.indexOf(BACKSLASH, from);
    if (escape < 0 || escape >= to) {
      return line.substring(from, to);
    }
    if (to - from == 2 && line.charAt(from + 1) == 'N') {
      return null;
    }
    StringBuilder value = new StringBuilder(to - from).append(line, from, escape);
    for (int at = escape; at < to; at++) {
      char c = line.charAt(at);
      value.append(c == BACKSLASH ? meant(line.charAt(++at)) : c);
    }
    return value.toString();
  }

  private static char meant(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000B';
      default -> escaped;
    };
  }
}
