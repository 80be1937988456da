package dev.caravan.control;

import dev.caravan.deliver.replay.LetterId;
import dev.caravan.deliver.replay.ReplayResult;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What became of a request.
 *
 * @param discarded letters that waited until now
 * @param skipped letters that waited no more, and were left as they are
 * @param unknown the ids of letters that are not there
 */
@RegisterForReflection
public record Discarded(long discarded, long skipped, List<String> unknown) {

  static Discarded of(ReplayResult result) {
    return new Discarded(
        result.done(),
        result.skipped(),
        result.unknown().stream().map(LetterId::toString).toList());
  }
}
