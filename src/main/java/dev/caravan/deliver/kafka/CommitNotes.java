package dev.caravan.deliver.kafka;

import dev.caravan.deliver.LastTruncates;
import dev.caravan.deliver.Truncation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The notes that go with the commits of the assigned partitions. */
final class CommitNotes {

  private final Map<TopicPartition, CommitNote> notes = new HashMap<>();

  /** Takes over what an earlier commit says. */
  void read(TopicPartition partition, OffsetAndMetadata committed) {
    put(partition, CommitNote.read(committed.offset(), committed.metadata()));
  }

  void put(TopicPartition partition, CommitNote note) {
    if (note.equals(CommitNote.NONE)) {
      notes.remove(partition);
    } else {
      notes.put(partition, note);
    }
  }

  CommitNote of(TopicPartition partition) {
    return notes.getOrDefault(partition, CommitNote.NONE);
  }

  /** The partitions brought TRUNCATEs. */
  void truncated(List<ConsumerRecord<byte[], byte[]>> truncates) {
    for (ConsumerRecord<byte[], byte[]> each : truncates) {
      TopicPartition partition = new TopicPartition(each.topic(), each.partition());
      Truncation truncation = Truncation.of(each);
      put(partition, of(partition).truncated(truncation.lsn(), truncation.offset()));
    }
  }

  /** The last TRUNCATEs of each partition that had one. */
  Map<TopicPartition, LastTruncates> truncated() {
    Map<TopicPartition, LastTruncates> truncated = new HashMap<>();
    notes.forEach(
        (partition, note) -> {
          if (!note.truncated().isEmpty()) {
            truncated.put(partition, note.truncated());
          }
        });
    return truncated;
  }

  /** Whether the event is a dead letter already. */
  boolean isDead(ConsumerRecord<byte[], byte[]> event) {
    return !notes.isEmpty()
        && of(new TopicPartition(event.topic(), event.partition())).dead().contains(event.offset());
  }

  /** Commits of the offsets with what still matters of the notes. */
  Map<TopicPartition, OffsetAndMetadata> commits(Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    next.forEach(
        (partition, offset) ->
            commits.put(partition, new OffsetAndMetadata(offset, of(partition).text(offset))));
    return commits;
  }

  /** Forgets what lies before the offsets. */
  void passed(Map<TopicPartition, Long> next) {
    if (!notes.isEmpty()) {
      next.forEach((partition, offset) -> put(partition, of(partition).from(offset)));
    }
  }

  void forget(Collection<TopicPartition> partitions) {
    notes.keySet().removeAll(partitions);
  }
}
