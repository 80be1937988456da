package dev.caravan.capture.event;

import dev.caravan.change.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes of JSON that grow, used again for each value. Texts are escaped as Jackson escapes them in
 * UTF-8: what is outside the basic plane as two {@code \}{@code u} escapes, all other letters as
 * they are. Not safe for use by several threads.
 */
final class JsonBuffer {

  /** A larger buffer is given back after the value that needed it. */
  private static final int KEPT = 1 << 20;

  private static final int FIRST = 4096;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SMALLEST =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
  private static final int ESCAPE = 6;

  /** By ASCII character: 0 for itself, a letter for the short escape, 1 for the long one. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[FIRST];
  private int length;

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, ' ', (byte) 1);
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }

  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[FIRST];
    }
  }

  /** What was written since it was cleared. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(long more) {
    if (length + more > bytes.length) {
      long wanted = Math.max(length + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8));
      if (wanted > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException("an event of more than 2 GB");
      }
      bytes = Arrays.copyOf(bytes, (int) wanted);
    }
  }

  JsonBuffer raw(byte[] written) {
    return raw(written, 0, written.length);
  }

  JsonBuffer raw(byte[] written, int from, int count) {
    room(count);
    System.arraycopy(written, from, bytes, length, count);
    length += count;
    return this;
  }

  JsonBuffer raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  JsonBuffer number(long number) {
    if (number == Long.MIN_VALUE) {
      return raw(SMALLEST);
    }
    room(SMALLEST.length);
    long rest = number;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
      digits++;
    }
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** A number with zeros before it, of as many digits. */
  JsonBuffer digits(long number, int count) {
    room(count);
    long rest = number;
    for (int at = length + count - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  JsonBuffer string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return string(utf8, 0, utf8.length);
  }

  /** A string of UTF-8. What is not UTF-8 is read as Java reads it, with U+FFFD in its place. */
  JsonBuffer string(byte[] text, int from, int count) {
    room(count + 2L);
    int start = length;
    bytes[length++] = '"';
    int end = from + count;
    int copied = from;
    for (int at = from; at < end; ) {
      byte b = text[at];
      if (b >= 0) {
        if (ESCAPES[b] == 0) {
          at++;
          continue;
        }
        raw(text, copied, at - copied);
        room(end - at + ESCAPE + 1L);
        escape(b);
        copied = ++at;
        continue;
      }
      int size = Utf8.length(text, at, end);
      if (size == 0) {
        length = start;
        return string(new String(text, from, count, StandardCharsets.UTF_8));
      }
      if (size == 4) {
        raw(text, copied, at - copied);
        room(end - at + 2 * ESCAPE + 1L);
        int point = Utf8.point(text, at);
        unicode(Character.highSurrogate(point));
        unicode(Character.lowSurrogate(point));
        copied = at + size;
      }
      at += size;
    }
    raw(text, copied, end - copied);
    return raw('"');
  }

  private void escape(byte b) {
    byte escape = ESCAPES[b];
    if (escape == 1) {
      unicode((char) b);
    } else {
      bytes[length++] = '\\';
      bytes[length++] = escape;
    }
  }

  private void unicode(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[c >> shift & 0xF];
    }
  }

  /** Bytes, as a string of Base64. */
  JsonBuffer base64(byte[] data) {
    return raw('"').raw(Base64.getEncoder().encode(data)).raw('"');
  }
}
