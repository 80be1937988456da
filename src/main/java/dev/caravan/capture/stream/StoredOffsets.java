package dev.caravan.capture.stream;

import dev.caravan.capture.position.StreamPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Shows Debezium's task the stored position in the terms of its own offsets. The task streams from
 * there when it starts, and confirms it to PostgreSQL on each commit.
 */
final class StoredOffsets implements SourceTaskContext, OffsetStorageReader {

  private volatile StreamPosition position;

  StoredOffsets(StreamPosition position) {
    this.position = position;
  }

  /** From now on, this is what Kafka holds. */
  void store(StreamPosition stored) {
    position = stored;
  }

  @Override
  public OffsetStorageReader offsetStorageReader() {
    return this;
  }

  @Override
  public Map<String, String> configs() {
    return Map.of();
  }

  @Override
  public <T> Map<String, Object> offset(Map<String, T> partition) {
    // Without "lsn_proc" the task takes "lsn" as it stands and searches no place of its own.
    Map<String, Object> offset = new HashMap<>();
    offset.put("lsn", position.commitLsn());
    offset.put("lsn_commit", position.commitLsn());
    offset.put("ts_usec", 0L);
    return offset;
  }

  @Override
  public <T> Map<Map<String, T>, Map<String, Object>> offsets(
      Collection<Map<String, T>> partitions) {
    Map<Map<String, T>, Map<String, Object>> offsets = new HashMap<>();
    partitions.forEach(partition -> offsets.put(partition, offset(partition)));
    return offsets;
  }
}
