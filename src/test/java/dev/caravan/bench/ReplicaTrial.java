package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Waiting;
import dev.caravan.bench.peer.MaterializedPostgres;
import java.util.Optional;

/**
 * Whether ClickHouse's own replica follows PostgreSQL at all: it is experimental, and not every
 * build of ClickHouse can run it.
 */
final class ReplicaTrial {

  private ReplicaTrial() {}

  /**
   * Why it does not; nothing when it does.
   *
   * @param trial closed here
   */
  static Optional<String> refusal(Lane trial) {
    try (trial;
        FreshWriter writer = new FreshWriter(trial.source())) {
      MaterializedPostgres.start(trial);
      return Waiting.within(MaterializedPostgres.LIMIT, new ProbeSeen(trial, writer))
          ? Optional.empty()
          : Optional.of("a change is not visible after " + MaterializedPostgres.LIMIT);
    } catch (Exception e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
