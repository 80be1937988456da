package dev.caravan.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;

/**
 * One text for one value, however the two databases write it. A text that is no value of its kind
 * is left as it is: it then differs, and is shown, rather than ending the comparison.
 */
final class CanonicalText {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private CanonicalText() {}

  /** {@code 12.50} and {@code 12.5} are one number. */
  static String number(String text) {
    if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      return text;
    }
    try {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** Without the currency's sign and grouping: {@code -$1,234.50}. */
  static String money(String text) {
    return number(text.replaceAll("[^-0-9.]", ""));
  }

  static String real(String text) {
    try {
      return Float.toString(Float.parseFloat(javaName(text)));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  static String doublePrecision(String text) {
    try {
      return Double.toString(Double.parseDouble(javaName(text)));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static String javaName(String text) {
    return switch (text) {
      case "nan" -> "NaN";
      case "inf" -> "Infinity";
      case "-inf" -> "-Infinity";
      default -> text;
    };
  }

  static String bool(String text) {
    return switch (text) {
      case "t", "1" -> "true";
      case "f", "0" -> "false";
      default -> text;
    };
  }

  /**
   * {@code 2026-03-01 09:30:00.000000}: always six digits behind the point, no zone. PostgreSQL
   * leaves zeros at the end away and adds {@code +00}.
   */
  static String timestamp(String text) {
    if (text.endsWith(" BC")) {
      return timestamp(text.substring(0, text.length() - 3)) + " BC";
    }
    String plain = text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
    int point = plain.lastIndexOf('.');
    if (plain.indexOf(':') < 0) {
      return plain;
    }
    String fraction = point < 0 ? "" : plain.substring(point + 1);
    if (fraction.length() > 6 && fraction.substring(6).chars().anyMatch(c -> c != '0')) {
      return plain;
    }
    String six = (fraction + "000000").substring(0, 6);
    return (point < 0 ? plain : plain.substring(0, point)) + "." + six;
  }

  /** Keys sorted, no white space, {@code 1.0} and {@code 1} one number. */
  static String json(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return JSON.writeValueAsString(JSON.treeToValue(tree, Object.class));
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
