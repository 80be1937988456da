package dev.caravan.deliver.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The events a loop has read and not delivered: those gathered, and the batch in flight. */
final class Held {

  private final Gathering gathering;
  private final Pace pace;
  private final HeldMemory memory;
  private InFlight inFlight;
  private long accounted;

  Held(BatchLimits limits, Pace pace, HeldMemory memory) {
    this.pace = pace;
    this.memory = memory;
    gathering = new Gathering(limits, pace, memory);
  }

  /** When the next batch goes off. */
  Pace pace() {
    return pace;
  }

  Gathering gathering() {
    return gathering;
  }

  /** The batch in flight, or null. */
  InFlight inFlight() {
    return inFlight;
  }

  void fly(InFlight batch) {
    inFlight = batch;
  }

  /** The batch in flight is done with. */
  void landed() {
    inFlight = null;
  }

  /** Tells the memory all share what is held now. */
  void account() {
    long now = gathering.memory() + (inFlight == null ? 0 : gathering.memoryTaken());
    memory.take(now - accounted);
    accounted = now;
  }

  boolean isEmpty() {
    return inFlight == null && gathering.isEmpty();
  }

  int size() {
    return gathering.size() + (inFlight == null ? 0 : inFlight.size());
  }

  /** Forgets all; nothing of it may be sent any more. */
  void abandon() {
    if (inFlight != null) {
      inFlight.revoke();
      inFlight = null;
    }
    gathering.clear();
  }

  /**
   * Forgets what was gathered, and the batch in flight if it has events of the partitions.
   *
   * @param kept the partitions that stay
   * @return where those must be read again from
   */
  Map<TopicPartition, Long> drop(
      Collection<TopicPartition> partitions, Collection<TopicPartition> kept) {
    Map<TopicPartition, Long> again = new HashMap<>(gathering.firstOffsets(kept));
    gathering.clear();
    if (inFlight != null && inFlight.touches(partitions)) {
      again.putAll(Gathering.firstOffsets(inFlight.records(), kept));
      inFlight.revoke();
      inFlight = null;
    }
    return again;
  }
}
