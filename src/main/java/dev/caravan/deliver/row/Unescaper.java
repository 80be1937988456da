package dev.caravan.deliver.row;

import dev.caravan.change.text.Utf8;
import java.util.Arrays;

/** The text of a JSON string that has escapes. */
final class Unescaper {

  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  /** Of a character that an escape stands for. */
  private static final int MOST_BYTES = 4;

  private byte[] text = new byte[256];
  private int size;

  /** What holds the text, from 0 to {@link #length}. */
  byte[] bytes() {
    return text;
  }

  int length() {
    return size;
  }

  /**
   * Reads a string.
   *
   * @param start behind its quote
   * @param escape its first backslash
   * @return the place behind it; -1 when it is none, or has half a surrogate pair
   */
  int read(byte[] source, int start, int escape) {
    size = 0;
    int from = start;
    int to = escape;
    while (true) {
      append(source, from, to);
      if (source[to] == '"') {
        return to + 1;
      }
      from = escape(source, to + 1);
      if (from < 0) {
        return -1;
      }
      to = PlainText.end(source, from);
      if (to < 0) {
        return -1;
      }
    }
  }

  private void append(byte[] source, int from, int to) {
    ensure(to - from);
    System.arraycopy(source, from, text, size, to - from);
    size += to - from;
  }

  /** Writes what an escape stands for; returns the place behind it, or -1. */
  private int escape(byte[] source, int at) {
    if (at >= source.length) {
      return -1;
    }
    int c =
        switch (source[at]) {
          case '"', '\\', '/' -> source[at];
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'u' -> hex(source, at + 1);
          default -> -1;
        };
    if (c < 0) {
      return -1;
    }
    int end = source[at] == 'u' ? at + 1 + HEX_DIGITS : at + 1;
    if (Character.isSurrogate((char) c)) {
      // Some write a character beyond the basic plane as two escapes.
      boolean more = end + 1 < source.length && source[end] == '\\' && source[end + 1] == 'u';
      int low = more ? hex(source, end + 2) : -1;
      if (low < 0 || !Character.isSurrogatePair((char) c, (char) low)) {
        return -1;
      }
      c = Character.toCodePoint((char) c, (char) low);
      end += 2 + HEX_DIGITS;
    }
    ensure(MOST_BYTES);
    size = Utf8.put(c, text, size);
    return end;
  }

  private static int hex(byte[] source, int from) {
    if (from + HEX_DIGITS > source.length) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + HEX_DIGITS; i++) {
      int digit = source[i] < 0 ? -1 : Character.digit(source[i], HEX);
      if (digit < 0) {
        return -1;
      }
      number = number * HEX + digit;
    }
    return number;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > text.length) {
      text =
          Arrays.copyOf(
              text, (int) Math.min(Math.max(needed, 2L * text.length), Integer.MAX_VALUE - 8));
    }
  }
}
