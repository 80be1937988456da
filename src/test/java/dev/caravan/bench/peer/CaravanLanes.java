package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.lane.Topics;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A lane for each round in which Caravan has begun already, when the tables were empty: what is
 * written from then on is its backlog. It knows slots of its own making only.
 */
public final class CaravanLanes {

  private static final Duration READY = Duration.ofMinutes(2);

  private final List<Lane> lanes = new ArrayList<>();

  /**
   * @param run tells the lanes from others of the source
   * @param role of the application that begins
   */
  public CaravanLanes(
      Sandbox sandbox,
      SourceDatabase source,
      String run,
      List<TableName> tables,
      String role,
      int rounds)
      throws Exception {
    Topics topics = new Topics(sandbox.kafka().bootstrapServers());
    for (int round = 1; round <= rounds; round++) {
      Lane lane = Lane.open(sandbox, source, run + round, tables);
      topics.create(tables.stream().map(lane::topic).toList());
      try (Application application =
          lane.application(role).java(Heap.OPTION, Heap.COLLECTOR).start()) {
        application.awaitReady(READY);
      }
      lanes.add(lane);
    }
  }

  /**
   * @param round from 1
   */
  public Lane of(int round) {
    return lanes.get(round - 1);
  }
}
