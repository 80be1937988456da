package dev.caravan.deliver.kafka;

import dev.caravan.deliver.Truncation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Events read and not yet in a batch. Times are those of one monotonic clock in nanoseconds. */
final class Gathering {

  /** Of an event, beside key and value: a record and what leads two arrays. */
  private static final long OBJECTS = 150;

  private final BatchLimits limits;
  private final Pace pace;
  private final HeldMemory memory;
  private final ArrayDeque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
  private long bytes;
  private long firstAt;
  private long lastAt;
  private long memoryTaken;

  Gathering(BatchLimits limits, Pace pace, HeldMemory memory) {
    this.limits = limits;
    this.pace = pace;
    this.memory = memory;
  }

  void add(Iterable<ConsumerRecord<byte[], byte[]>> polled, long now) {
    if (records.isEmpty()) {
      firstAt = now;
    }
    lastAt = now;
    for (ConsumerRecord<byte[], byte[]> polledRecord : polled) {
      records.add(polledRecord);
      bytes += size(polledRecord);
    }
  }

  int size() {
    return records.size();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Whether nothing more should be read until a batch is taken. */
  boolean isFull() {
    return records.size() >= limits.maxRows()
        || bytes >= limits.maxBytes()
        || !isEmpty() && memory.isShort(memory());
  }

  /** Bytes of memory the events take, about. */
  long memory() {
    return bytes + OBJECTS * records.size();
  }

  /** The same of the batch that was taken last. */
  long memoryTaken() {
    return memoryTaken;
  }

  /** Whether a batch is closed. */
  boolean isDue(long now) {
    return !isEmpty() && (isFull() || Truncation.is(records.peek()) || remaining(now) <= 0);
  }

  /** Nanoseconds until the batch goes off as it is then; 0 or less when it is time. */
  long remaining(long now) {
    return pace.dueAt(firstAt) - now;
  }

  /** Takes the oldest events up to the limits, rows or TRUNCATEs. */
  List<ConsumerRecord<byte[], byte[]>> take() {
    List<ConsumerRecord<byte[], byte[]>> batch =
        new ArrayList<>(Math.min(records.size(), limits.maxRows()));
    Deque<ConsumerRecord<byte[], byte[]>> left = new ArrayDeque<>();
    long before = memory();
    Cut cut = new Cut(records.element());
    boolean byBytes = bytes > limits.maxBytes();
    long taken = 0;
    while (!records.isEmpty() && batch.size() < limits.maxRows()) {
      int size = byBytes ? size(records.peek()) : 0;
      if (!batch.isEmpty() && taken + size > limits.maxBytes()) {
        break;
      }
      ConsumerRecord<byte[], byte[]> next = records.poll();
      if (cut.takes(next)) {
        batch.add(next);
        taken += size;
      } else {
        left.push(next);
      }
    }
    left.forEach(records::push);
    // Little is left as a rule, much less than was taken.
    bytes = 0;
    records.forEach(each -> bytes += size(each));
    memoryTaken = before - memory();
    // What is left over arrived with the last poll, for a full gathering reads no further.
    firstAt = lastAt;
    return batch;
  }

  /** Puts events that were taken in front of all others. */
  void putBack(List<ConsumerRecord<byte[], byte[]>> taken) {
    for (int i = taken.size() - 1; i >= 0; i--) {
      records.push(taken.get(i));
      bytes += size(taken.get(i));
    }
  }

  /** The lowest offset held of each of the partitions. */
  Map<TopicPartition, Long> firstOffsets(Collection<TopicPartition> partitions) {
    return firstOffsets(records, partitions);
  }

  static Map<TopicPartition, Long> firstOffsets(
      Collection<ConsumerRecord<byte[], byte[]>> records, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      TopicPartition partition = new TopicPartition(each.topic(), each.partition());
      if (partitions.contains(partition)) {
        first.merge(partition, each.offset(), Math::min);
      }
    }
    return first;
  }

  void clear() {
    records.clear();
    bytes = 0;
  }

  /** Bytes of key, value and headers. */
  static int size(ConsumerRecord<byte[], byte[]> each) {
    int size = Math.max(0, each.serializedKeySize()) + Math.max(0, each.serializedValueSize());
    for (Header header : each.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }
}
