package dev.caravan.deliver.engine;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.LastTruncates;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Opens the gates of the partitions a deliverer has: all of them at once, for one insert of the
 * engine has events of many, and what it finds at a closed gate is left to Caravan.
 */
record EngineGates(EngineObjects objects, EngineClaim claim) {

  /**
   * The gates that are a batch's deliverer's to open: by partition the offset of the last TRUNCATE,
   * -1 where none is known. What it took away the target has no offsets of any more.
   */
  static Map<Integer, Long> of(ChangeBatch batch) {
    Map<Integer, Long> gates = new HashMap<>();
    for (TopicPartition each : batch.partitions()) {
      gates.put(
          each.partition(),
          batch.truncated().getOrDefault(each, LastTruncates.NONE).points().stream()
              .mapToLong(LastTruncates.Point::offset)
              .max()
              .orElse(-1));
    }
    return gates;
  }

  /**
   * Opens those that are closed.
   *
   * @param settle waits until nobody inserts events of the partitions any more
   * @return false when ClickHouse has started anew since the engine began
   */
  boolean open(ChangeBatch batch, Runnable settle) {
    Optional<Set<Integer>> open = objects.open();
    if (open.isEmpty()) {
      return false;
    }
    Map<Integer, Long> closed = of(batch);
    closed.keySet().removeAll(open.get());
    if (!closed.isEmpty()) {
      settle.run();
      // Whoever gets the partitions waits for the end of the claim.
      claim.whileClaimed(
          () -> {
            if (batch.revoked().getAsBoolean()) {
              throw new DeliveryException("the partitions were taken away");
            }
            objects.open(closed);
          });
    }
    return true;
  }
}
