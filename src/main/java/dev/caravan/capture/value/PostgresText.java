package dev.caravan.capture.value;

import java.util.HexFormat;

/** PostgreSQL's text of single values that Java does not read by itself. */
final class PostgresText {

  private PostgresText() {}

  /** {@code t} or {@code f}. */
  static Boolean truth(String text) {
    return switch (text) {
      case "t" -> true;
      case "f" -> false;
      default -> throw new IllegalArgumentException("no truth value");
    };
  }

  /** {@code \x0a1b}, as {@code bytea_output=hex} writes it. */
  static byte[] bytes(String text) {
    if (!text.startsWith("\\x")) {
      throw new IllegalArgumentException("no bytes in hex digits");
    }
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  /**
   * {@code -1234.56} for {@code -$1,234.56} and for whatever another {@code lc_monetary} makes of
   * it: symbols and the places of signs differ, the digits do not.
   *
   * @param fractionDigits how many of the digits are fractions
   */
  static String money(String text, int fractionDigits) {
    StringBuilder digits = new StringBuilder(text.length());
    boolean negative = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (c == '-' || c == '(') {
        negative = true;
      }
    }
    if (digits.length() <= fractionDigits) {
      throw new IllegalArgumentException("too few digits");
    }
    if (fractionDigits > 0) {
      digits.insert(digits.length() - fractionDigits, '.');
    }
    return negative ? digits.insert(0, '-').toString() : digits.toString();
  }
}
