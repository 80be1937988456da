package dev.caravan.deliver.replay;

import java.util.Map;
import java.util.Set;

/**
 * Which letters of a table are meant, and what is replayed in their place.
 *
 * @param letters null for all of them
 */
public record LetterChoice(Map<LetterId, Correction> letters) {

  public LetterChoice {
    letters = letters == null ? null : Map.copyOf(letters);
  }

  public static LetterChoice all() {
    return new LetterChoice(null);
  }

  boolean isAll() {
    return letters == null;
  }

  boolean has(LetterId letter) {
    return isAll() || letters.containsKey(letter);
  }

  Correction correction(LetterId letter) {
    return isAll() ? Correction.NONE : letters.getOrDefault(letter, Correction.NONE);
  }

  /** The letters that are named; none when all are meant. */
  Set<LetterId> named() {
    return isAll() ? Set.of() : letters.keySet();
  }
}
