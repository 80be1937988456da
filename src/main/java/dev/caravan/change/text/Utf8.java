package dev.caravan.change.text;

/** The bytes of a character beyond ASCII, as strictly as Unicode has them. */
public final class Utf8 {

  private static final int FIRST_OF_TWO_BYTES = 0x80;
  private static final int FIRST_OF_THREE_BYTES = 0x800;
  private static final int FIRST_OF_FOUR_BYTES = 0x10000;

  private Utf8() {}

  /**
   * How many bytes the character at a place has; 0 when it is none.
   *
   * @param end where the text ends
   */
  public static int length(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC0 || lead >= 0xF8 || at + length > end) {
      return 0;
    }
    int point = lead & 0xFF >> length + 1;
    for (int i = at + 1; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
      point = point << 6 | bytes[i] & 0x3F;
    }
    int first =
        length == 2 ? FIRST_OF_TWO_BYTES : length == 3 ? FIRST_OF_THREE_BYTES : FIRST_OF_FOUR_BYTES;
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return point < first || point > Character.MAX_CODE_POINT || surrogate ? 0 : length;
  }

  /** The character of four bytes at a place. */
  public static int point(byte[] bytes, int at) {
    return (bytes[at] & 0x07) << 18
        | (bytes[at + 1] & 0x3F) << 12
        | (bytes[at + 2] & 0x3F) << 6
        | bytes[at + 3] & 0x3F;
  }

  /**
   * Writes a character that is no half of a surrogate pair.
   *
   * @return where it ends
   */
  public static int put(int c, byte[] target, int at) {
    if (c < FIRST_OF_TWO_BYTES) {
      target[at] = (byte) c;
      return at + 1;
    }
    int length = c < FIRST_OF_THREE_BYTES ? 2 : c < FIRST_OF_FOUR_BYTES ? 3 : 4;
    int rest = c;
    for (int i = at + length - 1; i > at; i--) {
      target[i] = (byte) (0x80 | rest & 0x3F);
      rest >>= 6;
    }
    target[at] = (byte) (0xF00 >> length & 0xFF | rest);
    return at + length;
  }
}
