package dev.caravan.check.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a value of ClickHouse is what a test expects, as people write it. */
final class ValueMatch {

  private static final Pattern NUMBER =
      Pattern.compile("(U?Int|Decimal|Float|BFloat).*", Pattern.DOTALL);
  private static final Pattern WRAPPER =
      Pattern.compile("(?:Nullable|LowCardinality)\\((.*)\\)", Pattern.DOTALL);

  private ValueMatch() {}

  /**
   * @param type the column's type in ClickHouse
   * @param expected a text, a list, or null
   */
  static boolean matches(String type, Object expected, JsonNode actual) {
    if (expected == null || actual.isNull()) {
      return expected == null && actual.isNull();
    }
    String plain = plain(type);
    if (expected instanceof List<?> list) {
      return actual.isArray() && matches(element(plain), list, actual);
    }
    String wanted = String.valueOf(expected);
    String found = actual.isContainerNode() ? actual.toString() : actual.asText();
    if (wanted.equals(found)) {
      return true;
    }
    if (NUMBER.matcher(plain).matches()) {
      return isSameNumber(wanted, found);
    }
    return plain.startsWith("DateTime") && time(wanted).equals(time(found));
  }

  private static boolean matches(String type, List<?> expected, JsonNode actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!matches(type, expected.get(i), actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameNumber(String wanted, String found) {
    try {
      return new BigDecimal(wanted).compareTo(new BigDecimal(found)) == 0;
    } catch (NumberFormatException e) {
      return wanted.equalsIgnoreCase(found);
    }
  }

  /** {@code 2026-01-31T12:00:00.500Z} is {@code 2026-01-31 12:00:00.5}. */
  private static String time(String text) {
    String plain = text.replace('T', ' ').replaceFirst("(Z|\\+00(:?00)?)$", "");
    return plain.contains(".") ? plain.replaceFirst("\\.?0*$", "") : plain;
  }

  private static String plain(String type) {
    var wrapped = WRAPPER.matcher(type);
    return wrapped.matches() ? plain(wrapped.group(1)) : type;
  }

  private static String element(String type) {
    return type.startsWith("Array(") ? type.substring("Array(".length(), type.length() - 1) : "";
  }
}
