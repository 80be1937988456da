package dev.caravan.deliver.kafka;

import dev.caravan.deliver.deadletter.PoisonLimits;
import dev.caravan.deliver.deadletter.PoisonRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What becomes of a batch with rows that cannot land: as many of them as the limits and the room in
 * the commits' notes allow are taken out, and the batch ends before the first that is not.
 *
 * <p>It is open whether the rows in between can land; so they do not end a row of refusals. They
 * are sent off first when the limit is reached among them, and what follows goes on once they have
 * landed.
 */
final class PoisonCut {

  /** A partition within the batch. */
  private static final class Part {
    private final TreeSet<Long> dead = new TreeSet<>();
    private long first = -1;
    private long later = -1;
    private long lastNoted;
    private int length;

    /** Whether one more offset fits the note; one before which nothing is left needs none. */
    boolean holds(long offset) {
      if (first >= 0) {
        int more = String.valueOf(offset - Math.max(first, lastNoted)).length() + 1;
        if (length + more > CommitNote.LONGEST) {
          return false;
        }
        length += more;
        lastNoted = offset;
      }
      return true;
    }
  }

  private static final long MOST_BYTES = 8L << 20;

  private final List<ConsumerRecord<byte[], byte[]>> rest = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> later = new ArrayList<>();
  private final List<PoisonRow> letters = new ArrayList<>();
  private final Map<TopicPartition, Part> parts = new HashMap<>();
  private final Map<TopicPartition, Long> next;
  private final CommitNotes notes;
  private long bytes;

  /**
   * @param next the offset behind the batch by partition
   */
  private PoisonCut(Map<TopicPartition, Long> next, CommitNotes notes) {
    this.next = next;
    this.notes = notes;
  }

  /**
   * Cuts a batch.
   *
   * @param rows the rows that cannot land, in the batch's order
   * @param isWritten whether one is a dead letter already
   */
  static PoisonCut of(
      InFlight batch,
      List<PoisonRow> rows,
      PoisonLimits.Allowance allowance,
      CommitNotes notes,
      Predicate<ConsumerRecord<byte[], byte[]>> isWritten) {
    PoisonCut cut = new PoisonCut(batch.nextOffsets(), notes);
    int row = 0;
    for (ConsumerRecord<byte[], byte[]> each : batch.records()) {
      boolean poison = row < rows.size() && rows.get(row).isOf(each);
      if (!cut.later.isEmpty()) {
        cut.putLater(each);
      } else if (!poison) {
        cut.keep(each);
      } else if (isWritten.test(each)) {
        cut.part(each).dead.add(each.offset());
      } else if (cut.hasRoomFor(each) && cut.part(each).holds(each.offset()) && allowance.takes()) {
        cut.part(each).dead.add(each.offset());
        // As it was read, for a replay goes through the steps of the route once more.
        cut.letters.add(rows.get(row).with(each));
      } else {
        cut.putLater(each);
      }
      row += poison ? 1 : 0;
    }
    return cut;
  }

  /** Letters are held in memory a second time while they are written. */
  private boolean hasRoomFor(ConsumerRecord<byte[], byte[]> each) {
    bytes += Gathering.size(each);
    return letters.isEmpty() || bytes <= MOST_BYTES;
  }

  private void keep(ConsumerRecord<byte[], byte[]> each) {
    Part part = part(each);
    if (part.first < 0) {
      part.first = each.offset();
    }
    rest.add(each);
  }

  private void putLater(ConsumerRecord<byte[], byte[]> each) {
    Part part = part(each);
    if (part.later < 0) {
      part.later = each.offset();
    }
    later.add(each);
  }

  private Part part(ConsumerRecord<byte[], byte[]> each) {
    TopicPartition partition = new TopicPartition(each.topic(), each.partition());
    return parts.computeIfAbsent(
        partition,
        any -> {
          Part part = new Part();
          part.length = notes.of(partition).text(0).length();
          return part;
        });
  }

  /** The batch without what is taken out of it. */
  List<ConsumerRecord<byte[], byte[]>> rest() {
    return rest;
  }

  /** The offset behind the rest by partition. */
  Map<TopicPartition, Long> restNext() {
    Map<TopicPartition, Long> behind = new HashMap<>(next);
    parts.forEach(
        (partition, part) -> {
          if (part.later >= 0) {
            behind.put(partition, part.later);
          }
        });
    return behind;
  }

  /** What follows the rest and is to be gathered again. */
  List<ConsumerRecord<byte[], byte[]>> later() {
    return later;
  }

  /** What must be written to the dead-letter topic before the rest lands. */
  List<PoisonRow> letters() {
    return letters;
  }

  /** Whether nothing of the batch can go on. */
  boolean isStuck() {
    return rest.isEmpty()
        && letters.isEmpty()
        && parts.values().stream().allMatch(p -> p.dead.isEmpty());
  }

  /** Up to where the partitions that lose rows have landed. */
  Map<TopicPartition, Long> offsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, Long> behind = restNext();
    parts.forEach(
        (partition, part) -> {
          if (!part.dead.isEmpty()) {
            offsets.put(partition, part.first >= 0 ? part.first : behind.get(partition));
          }
        });
    return offsets;
  }

  /** The offsets taken out of a partition. */
  Collection<Long> dead(TopicPartition partition) {
    return parts.get(partition).dead;
  }
}
