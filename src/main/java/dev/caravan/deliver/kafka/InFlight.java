package dev.caravan.deliver.kafka;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.LastTruncates;
import dev.caravan.deliver.Truncation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The batch that is being delivered, or waits to be tried again. For the reading thread only. */
final class InFlight {

  private static final long LOOK_MILLIS = 100;

  private final ChangeBatch batch;
  private final Map<TopicPartition, Long> next;
  private final BooleanSupplier lostContact;
  private volatile boolean revoked;
  private Future<?> attempt;
  private long retryAt;

  /**
   * @param partitions those the consumer has
   * @param truncated the last TRUNCATEs each partition brought before
   * @param next the offset behind the batch by partition; events before it that are not among the
   *     records need no delivery
   * @param lostContact whether others may have the partitions though nobody has said so yet
   */
  InFlight(
      long assignment,
      Set<TopicPartition> partitions,
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, LastTruncates> truncated,
      Map<TopicPartition, Long> next,
      BooleanSupplier lostContact) {
    this.lostContact = lostContact;
    this.next = Map.copyOf(next);
    this.batch =
        new ChangeBatch(
            assignment,
            partitions,
            records,
            truncated,
            () -> revoked || lostContact.getAsBoolean());
  }

  void start(Delivery delivery) {
    attempt = delivery.start(batch);
  }

  boolean isRunning() {
    return attempt != null && !attempt.isDone();
  }

  boolean isWaiting() {
    return attempt == null;
  }

  /** Nanosecond of the clock at which a waiting batch is tried again. */
  long retryAt() {
    return retryAt;
  }

  void retryAt(long nanos) {
    attempt = null;
    retryAt = nanos;
  }

  /** Why the finished attempt failed, or null when the batch has landed. */
  Throwable failure() throws InterruptedException {
    try {
      attempt.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (CancellationException e) {
      return e;
    }
  }

  /**
   * Waits for a running attempt; true when the batch has landed.
   *
   * @param millisLeft asked again and again, for the time may become shorter
   */
  boolean landsWithin(LongSupplier millisLeft) throws InterruptedException {
    while (attempt != null) {
      long left = millisLeft.getAsLong();
      try {
        attempt.get(Math.max(0, Math.min(left, LOOK_MILLIS)), TimeUnit.MILLISECONDS);
        return true;
      } catch (ExecutionException | CancellationException e) {
        return false;
      } catch (TimeoutException e) {
        if (left <= 0) {
          return false;
        }
      }
    }
    return false;
  }

  /** Forbids the batch to be sent any more. */
  void revoke() {
    revoked = true;
  }

  int size() {
    return batch.records().size();
  }

  /** Whether it is a TRUNCATE; see {@link Cut}. */
  boolean truncates() {
    return size() > 0 && Truncation.is(records().get(0));
  }

  /** The offset of the first event of each partition, all before which have landed. */
  Map<TopicPartition, Long> firstOffsets() {
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records()) {
      first.putIfAbsent(new TopicPartition(each.topic(), each.partition()), each.offset());
    }
    return first;
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    return batch.records();
  }

  /** Whether it says anything of the partitions; their next owner alone may then. */
  boolean touches(Collection<TopicPartition> partitions) {
    return partitions.stream().anyMatch(next::containsKey);
  }

  /** The offset behind the batch by partition. */
  Map<TopicPartition, Long> nextOffsets() {
    return next;
  }

  /** The offset behind the last event of each partition. */
  static Map<TopicPartition, Long> nextOffsets(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> each = records.get(i);
      boolean last =
          i + 1 == records.size()
              || records.get(i + 1).partition() != each.partition()
              || !records.get(i + 1).topic().equals(each.topic());
      if (last) {
        next.put(new TopicPartition(each.topic(), each.partition()), each.offset() + 1);
      }
    }
    return next;
  }

  /** The batch without what has landed of it. */
  InFlight without(Map<TopicPartition, Long> landed) {
    List<ConsumerRecord<byte[], byte[]>> rest =
        records().stream()
            .filter(
                each ->
                    each.offset()
                        >= landed.getOrDefault(
                            new TopicPartition(each.topic(), each.partition()), 0L))
            .toList();
    return new InFlight(
        batch.assignment(), batch.partitions(), rest, batch.truncated(), next, lostContact);
  }

  /** Which events failed, for people. */
  String describe() {
    if (records().isEmpty()) {
      return "making ready for " + batch.topics();
    }
    ConsumerRecord<byte[], byte[]> first = records().get(0);
    return (truncates() ? "a TRUNCATE, " : "a batch of ")
        + records().size()
        + " events from "
        + first.topic()
        + " partition "
        + first.partition()
        + " offset "
        + first.offset();
  }
}
