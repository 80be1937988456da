package dev.caravan.deliver.replay;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How many dead letters a table has, by state.
 *
 * @param table the table, {@code inventory.orders}
 */
@RegisterForReflection
public record LetterCount(String table, long waiting, long replayed, long discarded) {

  static LetterCount none(String table) {
    return new LetterCount(table, 0, 0, 0);
  }

  LetterCount plus(LetterState state) {
    return switch (state) {
      case WAITING -> new LetterCount(table, waiting + 1, replayed, discarded);
      case REPLAYED -> new LetterCount(table, waiting, replayed + 1, discarded);
      case DISCARDED -> new LetterCount(table, waiting, replayed, discarded + 1);
    };
  }
}
