package dev.caravan.capture.event;

import dev.caravan.capture.value.Encoding;
import java.nio.charset.StandardCharsets;

/**
 * Writes PostgreSQL's text of a value as the JSON of its encoding. What nearly all values look like
 * is written from the bytes as they are; the rest goes the way of {@link Encoding#read}, to the
 * same JSON.
 */
final class ValueJson {

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private ValueJson() {}

  /**
   * Writes the text the columns stand at.
   *
   * @param fractionDigits those of the server's money
   * @throws RuntimeException when it is no text of the type
   */
  static void write(Encoding encoding, int fractionDigits, Columns text, JsonBuffer json) {
    byte[] bytes = text.bytes();
    int from = text.from();
    int length = text.length();
    boolean written =
        switch (encoding) {
          case TEXT, UUID, JSON -> {
            json.string(bytes, from, length);
            yield true;
          }
          case INT16 -> isNumber(bytes, from, length, 4) && copied(bytes, from, length, json);
          case INT32 -> isNumber(bytes, from, length, 9) && copied(bytes, from, length, json);
          case INT64 -> isNumber(bytes, from, length, 18) && copied(bytes, from, length, json);
          case BOOLEAN -> truth(bytes, from, length, json);
          case INSTANT -> DateTimeJson.instant(bytes, from, length, json);
          case TIMESTAMP -> DateTimeJson.timestamp(bytes, from, length, json);
          case DATE -> DateTimeJson.date(bytes, from, length, json);
          default -> false;
        };
    if (!written) {
      writeRead(
          encoding.read(new String(bytes, from, length, StandardCharsets.UTF_8), fractionDigits),
          json);
    }
  }

  private static boolean copied(byte[] bytes, int from, int length, JsonBuffer json) {
    json.raw(bytes, from, length);
    return true;
  }

  /** Whether it is a number as JSON has it, of so few digits that it is in the type's range. */
  private static boolean isNumber(byte[] bytes, int from, int length, int mostDigits) {
    int at = length > 1 && bytes[from] == '-' ? from + 1 : from;
    int end = from + length;
    if (at == end || end - at > mostDigits || bytes[at] == '0' && length > 1) {
      return false;
    }
    for (; at < end; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean truth(byte[] bytes, int from, int length, JsonBuffer json) {
    if (length != 1 || bytes[from] != 't' && bytes[from] != 'f') {
      return false;
    }
    json.raw(bytes[from] == 't' ? TRUE : FALSE);
    return true;
  }

  /** Writes a value as {@link Encoding#read} gives it, or as it is masked. */
  static void writeRead(Object value, JsonBuffer json) {
    if (value == null) {
      json.raw("null".getBytes(StandardCharsets.US_ASCII));
    } else if (value instanceof String text) {
      json.string(text);
    } else if (value instanceof byte[] bytes) {
      json.base64(bytes);
    } else if (value instanceof Boolean truth) {
      json.raw(truth ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      real(number.toString(), Double.isFinite(number), json);
    } else if (value instanceof Float number) {
      real(number.toString(), Float.isFinite(number), json);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.number(((Number) value).longValue());
    } else {
      throw new IllegalArgumentException("no JSON form is known of " + value.getClass().getName());
    }
  }

  private static void real(String text, boolean finite, JsonBuffer json) {
    if (finite) {
      json.raw(text.getBytes(StandardCharsets.US_ASCII));
    } else {
      json.string(text);
    }
  }
}
