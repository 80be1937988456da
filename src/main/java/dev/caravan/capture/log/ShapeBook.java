package dev.caravan.capture.log;

import dev.caravan.capture.relation.KnownColumn;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.Relations;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Knows the shape of each event and which shapes stand on the schema-changes topic. Good for as
 * long as everything it was asked for is committed. Not safe for use by several threads.
 */
final class ShapeBook {

  private final Relations relations;
  private final Map<String, Entry> streamed = new HashMap<>();
  private final Map<String, Entry> read = new HashMap<>();
  private final Map<TableName, TableHistory> histories = new HashMap<>();

  /** The schema is compared by identity: Debezium builds a new one only when the table changed. */
  private record Entry(Schema schema, byte[] header) {}

  /** What the writer needs to know of an event's shape. */
  record Tag(byte[] header, ShapeAnnouncement toAnnounce) {}

  /**
   * @param announced what stands on the topic, in its order
   */
  ShapeBook(Relations relations, List<ShapeAnnouncement> announced) {
    this.relations = relations;
    for (ShapeAnnouncement each : announced) {
      history(each.toShape().table()).announced(each);
      tell(each);
    }
  }

  /** What stands on the topic of announcements, in its order. */
  static List<ShapeAnnouncement> read(TopicReader reader, Topics topics) {
    List<ShapeAnnouncement> announced = new ArrayList<>();
    reader.readAll(
        topics.schemaChanges(), stored -> announced.add(ShapeAnnouncement.read(stored.value())));
    return announced;
  }

  /** The shape's header for an event, and the announcement to write first when there is one. */
  Tag tag(SourceRecord record, long nowMs) {
    Map<String, Entry> byTopic = entries(record);
    Entry entry = byTopic.get(record.topic());
    if (entry != null && entry.schema() == record.valueSchema()) {
      return new Tag(entry.header(), null);
    }
    if (entry != null) {
      // Events come in the order of their relations.
      relations.forget(entry.schema());
    }
    Relation relation = relations.of(record.valueSchema());
    Shape shape =
        ShapeReader.read(relation, relations.key(record.valueSchema()), record.valueSchema());
    byte[] header = shape.id().getBytes(StandardCharsets.US_ASCII);
    byTopic.put(record.topic(), new Entry(record.valueSchema(), header));
    return new Tag(header, announce(relation, shape, lsn(record), nowMs).orElse(null));
  }

  /**
   * Rows that are read while the stream brings changes of their table have schemas of their own.
   * Only what the stream brings has an offset.
   */
  private Map<String, Entry> entries(SourceRecord record) {
    return record.sourceOffset().isEmpty() ? read : streamed;
  }

  /** The id of a read row's shape. */
  String shapeOf(SourceRecord record) {
    return ShapeReader.read(
            relations.of(record.valueSchema()),
            relations.key(record.valueSchema()),
            record.valueSchema())
        .id();
  }

  private static long lsn(SourceRecord record) {
    Long lsn = ((Struct) record.value()).getStruct("source").getInt64("lsn");
    return lsn == null ? 0 : lsn;
  }

  /** The announcement of a table as it is at the start, unless it was announced before. */
  Optional<ShapeAnnouncement> announce(Relation relation, Schema envelope, long nowMs) {
    if (history(relation.table()).isAnnounced(Integer.toUnsignedLong(relation.oid()))) {
      return Optional.empty();
    }
    Shape shape = ShapeReader.read(relation, relations.key(envelope), envelope);
    return announce(relation, shape, 0, nowMs);
  }

  private Optional<ShapeAnnouncement> announce(
      Relation relation, Shape shape, long lsn, long nowMs) {
    Optional<ShapeAnnouncement> announcement =
        history(shape.table()).announce(relation, shape, lsn, nowMs);
    announcement.ifPresent(this::tell);
    return announcement;
  }

  /** By what was announced, the columns of the stream are known again after a restart. */
  private void tell(ShapeAnnouncement announcement) {
    List<KnownColumn> columns =
        announcement.columns().stream()
            .map(column -> new KnownColumn(column.name(), column.number(), column.type()))
            .toList();
    relations.announced((int) announcement.relation(), columns, announcement.lsn() == 0);
  }

  /** What was last announced of each table. */
  Map<TableName, ShapeAnnouncement> latest() {
    Map<TableName, ShapeAnnouncement> latest = new HashMap<>();
    histories.forEach(
        (table, history) -> history.latest().ifPresent(last -> latest.put(table, last)));
    return latest;
  }

  /** What was last announced of a table. */
  Optional<ShapeAnnouncement> latest(TableName table) {
    return Optional.ofNullable(histories.get(table)).flatMap(TableHistory::latest);
  }

  private TableHistory history(TableName table) {
    return histories.computeIfAbsent(table, any -> new TableHistory());
  }
}
