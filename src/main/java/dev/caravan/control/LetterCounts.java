package dev.caravan.control;

import dev.caravan.deliver.replay.LetterCount;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The tables that ever had a dead letter, by name. */
@RegisterForReflection
public record LetterCounts(List<LetterCount> tables) {

  public LetterCounts {
    tables = List.copyOf(tables);
  }
}
