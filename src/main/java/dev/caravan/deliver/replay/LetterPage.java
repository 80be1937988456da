package dev.caravan.deliver.replay;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Some of a table's letters.
 *
 * @param table the table, {@code inventory.orders}
 * @param next what to give as the place the next page begins behind; null when there is none
 */
@RegisterForReflection
public record LetterPage(String table, List<LetterView> letters, String next) {

  public LetterPage {
    letters = List.copyOf(letters);
  }
}
