package dev.caravan.deliver.row;

import dev.caravan.change.text.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The text of JSON strings that stands as it is, looked through eight bytes at a time. */
final class PlainText {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private PlainText() {}

  /**
   * Where a string stops being as it stands: at its quote or a backslash; -1 when it has neither,
   * or bytes that may not stand there.
   */
  static int end(byte[] bytes, int from) {
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
        int length = b < 0 ? Utf8.length(bytes, i, bytes.length) : 0;
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
}
