package dev.caravan.deliver.replay;

/**
 * Where a page of letters ended, and the next one begins behind: {@code 2/1742}, or quicker {@code
 * 2/1742@55}.
 *
 * @param letter the last letter of the page
 * @param position its offset in the topic of letters; -1 when not known, and looked for then
 */
public record LetterPlace(LetterId letter, long position) {

  private static final long UNKNOWN = -1;
  private static final int MOST_DIGITS = 18;

  /**
   * Reads either form.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static LetterPlace read(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return new LetterPlace(LetterId.read(text), UNKNOWN);
    }
    String position = text.substring(at + 1);
    if (position.length() > MOST_DIGITS || !position.matches("[0-9]+")) {
      throw new IllegalArgumentException(
          "'%s' is no place among letters; expected a letter's id, as 2/1742, or what stood in 'next'"
              .formatted(text));
    }
    return new LetterPlace(LetterId.read(text.substring(0, at)), Long.parseLong(position));
  }

  boolean isKnown() {
    return position != UNKNOWN;
  }

  @Override
  public String toString() {
    return isKnown() ? letter + "@" + position : letter.toString();
  }
}
