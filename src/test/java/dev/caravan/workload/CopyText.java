package dev.caravan.workload;

/** Writes rows in the text format of PostgreSQL's COPY. */
final class CopyText {

  private final StringBuilder text = new StringBuilder(1 << 16);

  CopyText add(Object... values) {
    for (int at = 0; at < values.length; at++) {
      if (at > 0) {
        text.append('\t');
      }
      value(values[at]);
    }
    text.append('\n');
    return this;
  }

  private void value(Object value) {
    if (value == null) {
      text.append("\\N");
    } else if (value instanceof String string) {
      for (int at = 0; at < string.length(); at++) {
        char c = string.charAt(at);
        switch (c) {
          case '\\' -> text.append("\\\\");
          case '\t' -> text.append("\\t");
          case '\n' -> text.append("\\n");
          case '\r' -> text.append("\\r");
          default -> text.append(c);
        }
      }
    } else {
      text.append(value);
    }
  }

  int length() {
    return text.length();
  }

  /** What was added since the last call. */
  String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }
}
