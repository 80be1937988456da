package dev.caravan.capture.log;

import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Knows the shape of each event and which shapes stand on the schema-changes topic. Not safe for
 * use by several threads.
 */
final class ShapeBook {

  private final Map<String, Entry> byTopic = new HashMap<>();
  private final Map<TableName, String> announced = new HashMap<>();
  private final Map<TableName, String> uncommitted = new HashMap<>();

  /** The schema is compared by identity: Debezium builds a new one only when the table changed. */
  private record Entry(Schema schema, TableName table, Shape shape, String id, byte[] header) {}

  /** What the writer needs to know of an event's shape. */
  record Tag(byte[] header, ShapeAnnouncement toAnnounce) {}

  /**
   * @param latest the latest shape of each table on the topic
   */
  ShapeBook(List<ShapeAnnouncement> latest) {
    latest.forEach(
        announcement -> announced.put(announcement.toShape().table(), announcement.shape()));
  }

  /** The shape's header for an event, and the announcement to write first when there is one. */
  Tag tag(TableName table, SourceRecord record, long nowMs) {
    Entry entry = byTopic.get(record.topic());
    if (entry == null || entry.schema() != record.valueSchema()) {
      Shape shape = ShapeReader.read(table, record.keySchema(), record.valueSchema());
      String id = shape.id();
      entry =
          new Entry(record.valueSchema(), table, shape, id, id.getBytes(StandardCharsets.US_ASCII));
      byTopic.put(record.topic(), entry);
    }
    if (entry.id().equals(latest(table))) {
      return new Tag(entry.header(), null);
    }
    return new Tag(entry.header(), announce(entry.shape(), entry.id(), lsn(record), nowMs));
  }

  private static long lsn(SourceRecord record) {
    Long lsn = ((Struct) record.value()).getStruct("source").getInt64("lsn");
    return lsn == null ? 0 : lsn;
  }

  private String latest(TableName table) {
    return uncommitted.isEmpty()
        ? announced.get(table)
        : uncommitted.getOrDefault(table, announced.get(table));
  }

  /** The announcements of the tables whose latest shape is not on the topic yet. */
  List<ShapeAnnouncement> missing(List<Shape> shapes, long nowMs) {
    List<ShapeAnnouncement> missing = new ArrayList<>();
    for (Shape shape : shapes) {
      ShapeAnnouncement announcement = announce(shape, shape.id(), 0, nowMs);
      if (announcement != null) {
        missing.add(announcement);
      }
    }
    return missing;
  }

  private ShapeAnnouncement announce(Shape shape, String id, long lsn, long nowMs) {
    if (id.equals(latest(shape.table()))) {
      return null;
    }
    uncommitted.put(shape.table(), id);
    return ShapeAnnouncement.of(shape, lsn, nowMs);
  }

  /** What was announced since the last call is in Kafka now. */
  void committed() {
    announced.putAll(uncommitted);
    uncommitted.clear();
  }
}
