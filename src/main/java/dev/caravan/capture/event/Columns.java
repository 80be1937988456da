package dev.caravan.capture.event;

import java.util.Arrays;

/** Goes through a row's columns one by one. */
final class Columns {

  private byte[] bytes;
  private int next;
  private byte kind;
  private int from;
  private int length;

  Columns(Tuple row) {
    start(row);
  }

  /** For a row yet to come. */
  Columns() {}

  void start(Tuple row) {
    bytes = row.bytes();
    next = row.first();
  }

  /** Goes to the column of this place; to be called before any other is gone to. */
  void go(int place) {
    for (int i = 0; i <= place; i++) {
      next();
    }
  }

  void next() {
    kind = bytes[next];
    length = 0;
    from = next + 1;
    if (kind == Tuple.TEXT) {
      length =
          bytes[next + 1] << 24
              | (bytes[next + 2] & 0xFF) << 16
              | (bytes[next + 3] & 0xFF) << 8
              | bytes[next + 4] & 0xFF;
      from = next + 5;
    } else if (kind != Tuple.NULL && kind != Tuple.UNCHANGED) {
      throw new IllegalStateException(
          "pgoutput sent a value of unknown kind '" + (char) kind + "'");
    }
    next = from + length;
  }

  /** One of {@link Tuple}'s letters. */
  byte kind() {
    return kind;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the text begins. */
  int from() {
    return from;
  }

  /** The text's bytes. */
  int length() {
    return length;
  }

  /** Where the next column begins; behind the last, where the row ends. */
  int end() {
    return next;
  }

  byte[] copy() {
    return kind == Tuple.TEXT ? Arrays.copyOfRange(bytes, from, from + length) : null;
  }

  boolean sameAs(Columns other) {
    return kind == other.kind
        && Arrays.equals(
            bytes, from, from + length, other.bytes, other.from, other.from + other.length);
  }
}
