package dev.caravan.deliver.replay;

import java.util.List;

/**
 * What was done with the letters of a table.
 *
 * @param done letters that waited and were replayed or discarded
 * @param skipped letters that waited no more
 * @param unknown letters that were named and are not there
 */
public record ReplayResult(long done, long skipped, List<LetterId> unknown) {

  public ReplayResult {
    unknown = List.copyOf(unknown);
  }
}
