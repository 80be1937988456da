package dev.caravan.deliver.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** A parser refuses much longer numbers and names. */
  private static final int LONGEST_NUMBER = 100;

  private static final int LONGEST_NAME = 1000;

  private final JsonValue value = new JsonValue();
  private final Unescaper unescaper = new Unescaper();
  private byte[] bytes;
  private int at;

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
    int end = plainEnd(start);
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
    int end = plainEnd(start);
    if (end < 0) {
      return false;
    }
    if (bytes[end] == '"') {
      value.set(JsonValue.Kind.TEXT, bytes, start, end);
      at = end + 1;
      return true;
    }
    int next = unescaper.read(bytes, start, end, this);
    if (next < 0) {
      return false;
    }
    value.set(JsonValue.Kind.TEXT, unescaper.bytes(), 0, unescaper.length());
    at = next;
    return true;
  }

  /**
   * Where a string stops being as it stands: at its quote or a backslash; -1 when it has neither,
   * or bytes that may not stand there.
   */
  int plainEnd(int from) {
    int i = from;
    while (true) {
      while (i + Long.BYTES <= bytes.length && isPlain((long) LONGS.get(bytes, i))) {
        i += Long.BYTES;
      }
      // What is not plain is within the next eight bytes, or these are the last.
      for (int last = Math.min(i + Long.BYTES, bytes.length); i < last; ) {
        byte b = bytes[i];
        if (b == '"' || b == '\\') {
          return i;
        }
        if (b >= ' ') {
          i++;
          continue;
        }
        int length = b < 0 ? Utf8.length(bytes, i) : 0;
        if (length == 0) {
          return -1;
        }
        i += length;
      }
      if (i >= bytes.length) {
        return -1;
      }
    }
  }

  /** Whether none of eight bytes is a quote, a backslash, a control or beyond ASCII. */
  private static boolean isPlain(long eight) {
    long quotes = eight ^ ONES * '"';
    long slashes = eight ^ ONES * '\\';
    long found =
        quotes - ONES & ~quotes | slashes - ONES & ~slashes | eight - ONES * ' ' & ~eight | eight;
    return (found & HIGHS) == 0;
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
