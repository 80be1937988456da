package dev.caravan.deliver.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads JSON of an expected layout from its bytes: constant parts are compared, values are found
 * where they stand. It takes a part of what JSON allows, and that only when it is right, so that
 * whoever gets a no has a real parser read the same bytes, and whoever gets a yes has no less than
 * that would give. Not for several threads.
 */
final class JsonScan {

  /** How a look for a value ends. */
  enum Found {
    /** None is there that is taken here. */
    OTHER,
    NULL,
    VALUE
  }

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** A parser refuses much longer numbers and names. */
  private static final int LONGEST_NUMBER = 100;

  private static final int LONGEST_NAME = 1000;
  private static final String SHORT_ESCAPES = "\"\\/bfnrt";

  private final JsonValue value = new JsonValue();
  private final Unescaper unescaper = new Unescaper();
  private byte[] bytes;
  private int at;
  private long whole;

  /** Goes to a place in a document. */
  void begin(byte[] document, int position) {
    bytes = document;
    at = position;
  }

  int position() {
    return at;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  /** Goes on behind the character if it is next. */
  boolean take(char expected) {
    if (at < bytes.length && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  /** Goes on behind the bytes if they are next. */
  boolean take(byte[] expected) {
    int end = at + expected.length;
    if (end <= bytes.length && Arrays.equals(bytes, at, end, expected, 0, expected.length)) {
      at = end;
      return true;
    }
    return false;
  }

  /** The value read last. */
  JsonValue value() {
    return value;
  }

  /** Reads a scalar. */
  Found read() {
    if (at >= bytes.length) {
      return Found.OTHER;
    }
    return switch (bytes[at]) {
      case '"' -> text() ? Found.VALUE : Found.OTHER;
      case 'n' -> take(NULL) ? Found.NULL : Found.OTHER;
      case 't' -> word(TRUE, JsonValue.Kind.TRUE);
      case 'f' -> word(FALSE, JsonValue.Kind.FALSE);
      default -> number() ? Found.VALUE : Found.OTHER;
    };
  }

  /** Reads the name of a field with its colon; null when it is not plain. */
  String name() {
    int start = at + 1;
    if (!take('"')) {
      return null;
    }
    int end = PlainText.end(bytes, start);
    if (end < 0 || bytes[end] != '"' || end - start > LONGEST_NAME) {
      return null;
    }
    at = end + 1;
    return take(':') ? new String(bytes, start, end - start, StandardCharsets.UTF_8) : null;
  }

  /** Goes on behind an object of scalars. */
  boolean skipFlat() {
    if (!take('{')) {
      return false;
    }
    if (take('}')) {
      return true;
    }
    do {
      boolean named = at < bytes.length && bytes[at] == '"' && text();
      if (!named || value.length() > LONGEST_NAME || !take(':') || read() == Found.OTHER) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private Found word(byte[] word, JsonValue.Kind kind) {
    int start = at;
    if (!take(word)) {
      return Found.OTHER;
    }
    value.set(kind, bytes, start, at);
    return Found.VALUE;
  }

  private boolean text() {
    int start = at + 1;
    int end = PlainText.end(bytes, start);
    if (end < 0) {
      return false;
    }
    if (bytes[end] == '"') {
      value.set(JsonValue.Kind.TEXT, bytes, start, end);
      at = end + 1;
      return true;
    }
    int next = unescaper.read(bytes, start, end);
    if (next < 0) {
      return false;
    }
    value.set(JsonValue.Kind.TEXT, unescaper.bytes(), 0, unescaper.length());
    at = next;
    return true;
  }

  /**
   * Reads a number without a fraction.
   *
   * @return false when something else is next, or one that does not fit 64 bits
   */
  boolean readWhole() {
    int i = at;
    boolean negative = i < bytes.length && bytes[i] == '-';
    int first = negative ? i + 1 : i;
    long number = 0;
    for (i = first; i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    int digits = i - first;
    // With one digit more than a long surely holds, one that does not fit has turned negative.
    boolean fits = digits <= JsonValue.DIGITS_OF_LONG + 1 && number >= 0;
    if (digits == 0 || !fits || digits > 1 && bytes[first] == '0') {
      return false;
    }
    whole = negative ? -number : number;
    at = i;
    return true;
  }

  /** The number read last by {@link #readWhole}. */
  long whole() {
    return whole;
  }

  /** Goes on behind a string. */
  boolean skipText() {
    int i = at + 1;
    while (at < bytes.length && bytes[at] == '"') {
      int end = PlainText.end(bytes, i);
      if (end < 0) {
        return false;
      }
      if (bytes[end] == '"') {
        at = end + 1;
        return true;
      }
      if (end + 1 >= bytes.length || SHORT_ESCAPES.indexOf(bytes[end + 1]) < 0) {
        return text();
      }
      i = end + 2;
    }
    return false;
  }

  private boolean number() {
    int start = at;
    int i = at;
    if (i < bytes.length && bytes[i] == '-') {
      i++;
    }
    int digits = digitsEnd(i);
    if (digits == i || bytes[i] == '0' && digits > i + 1) {
      return false;
    }
    i = digits;
    boolean whole = true;
    if (i < bytes.length && bytes[i] == '.') {
      whole = false;
      digits = digitsEnd(i + 1);
      if (digits == i + 1) {
        return false;
      }
      i = digits;
    }
    if (i < bytes.length && (bytes[i] | 0x20) == 'e') {
      whole = false;
      i++;
      if (i < bytes.length && (bytes[i] == '-' || bytes[i] == '+')) {
        i++;
      }
      digits = digitsEnd(i);
      if (digits == i) {
        return false;
      }
      i = digits;
    }
    if (i - start > LONGEST_NUMBER) {
      return false;
    }
    value.set(whole ? JsonValue.Kind.WHOLE : JsonValue.Kind.FRACTION, bytes, start, i);
    at = i;
    return true;
  }

  private int digitsEnd(int from) {
    int i = from;
    while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i;
  }
}
