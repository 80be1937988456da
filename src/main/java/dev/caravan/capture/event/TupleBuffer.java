package dev.caravan.capture.event;

import java.util.Arrays;

/** Puts a row together from its columns' texts. Used again for each row. */
public final class TupleBuffer {

  private static final int FIRST = 1024;
  private static final int KEPT = 1 << 20;
  private static final int HEAD = 5;

  private byte[] bytes = new byte[FIRST];
  private int length;

  /** Begins a row of so many columns. */
  public void begin(int columns) {
    if (bytes.length > KEPT) {
      bytes = new byte[FIRST];
    }
    bytes[0] = (byte) (columns >> 8);
    bytes[1] = (byte) columns;
    length = 2;
  }

  /** Adds the next column's text in UTF-8; null for NULL. */
  public void add(byte[] text) {
    int size = text == null ? 1 : HEAD + text.length;
    if (length + (long) size > bytes.length) {
      long wanted = Math.max(length + (long) size, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    if (text == null) {
      bytes[length++] = Tuple.NULL;
      return;
    }
    bytes[length] = Tuple.TEXT;
    for (int i = 1; i < HEAD; i++) {
      bytes[length + i] = (byte) (text.length >> 8 * (HEAD - 1 - i));
    }
    System.arraycopy(text, 0, bytes, length + HEAD, text.length);
    length += size;
  }

  /** The row, good until the next one begins. */
  public Tuple row() {
    return new Tuple(bytes, 0);
  }
}
