package dev.caravan.deliver.clickhouse;

import java.nio.charset.StandardCharsets;

/**
 * What an event says of itself, found without reading it: for figures, not for rows. A quote within
 * a value is escaped, so that what is looked for is no part of one.
 */
final class EventPeek {

  private static final byte[] OP = bytes("\"op\":\"");
  private static final byte[] MICROS = bytes("\"ts_us\":");

  private EventPeek() {}

  /** What happened: {@code c}, {@code u}, {@code d} or {@code r}; 0 when it is not found. */
  static char op(byte[] event) {
    int at = last(event, OP, event.length);
    return at < 0 || at + OP.length >= event.length ? 0 : (char) event[at + OP.length];
  }

  /** When it was committed, in microseconds since 1970; -1 when it is not found. */
  static long committedAt(byte[] event) {
    int op = last(event, OP, event.length);
    int at = op < 0 ? -1 : last(event, MICROS, op);
    if (at < 0) {
      return -1;
    }
    long micros = 0;
    for (int i = at + MICROS.length; i < event.length && event[i] >= '0' && event[i] <= '9'; i++) {
      micros = micros * 10 + event[i] - '0';
    }
    return micros;
  }

  private static int last(byte[] event, byte[] text, int before) {
    for (int at = Math.min(before, event.length) - text.length; at >= 0; at--) {
      int i = 0;
      while (i < text.length && event[at + i] == text[i]) {
        i++;
      }
      if (i == text.length) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
