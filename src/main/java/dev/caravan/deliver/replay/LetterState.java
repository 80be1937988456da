package dev.caravan.deliver.replay;

import java.util.Locale;

/** What became of a dead letter. */
public enum LetterState {
  /** Nothing yet. */
  WAITING,
  /** Its event was put into its topic once more. */
  REPLAYED,
  /** Somebody has said that it is not needed. */
  DISCARDED;

  /**
   * Reads {@code waiting}, {@code replayed} or {@code discarded}.
   *
   * @throws IllegalArgumentException when the text is none of them
   */
  public static LetterState read(String text) {
    for (LetterState state : values()) {
      if (state.toString().equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no state of a letter; expected waiting, replayed or discarded".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
