package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Orders;
import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.lane.TopicAudit;
import dev.caravan.bench.peer.CaravanLanes;
import dev.caravan.bench.peer.Heap;
import java.util.List;

/** Backlogs that lie in Kafka. */
final class Backlogs {

  private Backlogs() {}

  /** Has Caravan capture inserts into {@link Orders}; every row is in the topic once. */
  static Lane captured(BenchRun run, SourceDatabase source) throws Exception {
    Orders.create(source);
    Lane lane =
        new CaravanLanes(run.sandbox(), source, "backlog", List.of(Orders.TABLE), "capture", 1)
            .of(1);
    run.say("Writing %,d single-row inserts, and capturing them", run.size());
    try (TopicAudit audit =
            new TopicAudit(run.sandbox().kafka().bootstrapServers(), lane.topic(Orders.TABLE));
        Running capture =
            Running.of(lane.application("capture").java(Heap.OPTION, Heap.COLLECTOR).start())) {
      Orders.insert(source, run.size());
      capture.until(() -> audit.extent() >= run.size() && audit.read() >= run.size());
      audit.mustHold(run.size());
    }
    return lane;
  }
}
