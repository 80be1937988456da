package dev.caravan.capture.event;

/** UTF-8 byte by byte. */
final class Utf8 {

  private Utf8() {}

  /**
   * How many bytes the letter has that begins here, of those beyond ASCII.
   *
   * @return 2 to 4, or 0 where it is no UTF-8
   */
  static int size(byte[] text, int at, int end) {
    int lead = text[at] & 0xFF;
    int size = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >> 4 == 0xE ? 3 : lead >> 3 == 0x1E ? 4 : 0;
    if (size == 0 || at + size > end) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((text[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = text[at + 1] & 0xFF;
    boolean overlong = lead == 0xE0 && second < 0xA0 || lead == 0xF0 && second < 0x90;
    boolean surrogate = lead == 0xED && second >= 0xA0;
    boolean beyond = lead > 0xF4 || lead == 0xF4 && second >= 0x90;
    return overlong || surrogate || beyond ? 0 : size;
  }

  /** The letter of four bytes that begins here. */
  static int point(byte[] text, int at) {
    return (text[at] & 0x07) << 18
        | (text[at + 1] & 0x3F) << 12
        | (text[at + 2] & 0x3F) << 6
        | text[at + 3] & 0x3F;
  }
}
