package dev.caravan.capture.log;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.relation.KnownColumn;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.Relations;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows the shape of each event and which shapes stand on the schema-changes topic. Good for as
 * long as everything it was asked for is committed. Not safe for use by several threads.
 */
final class ShapeBook {

  private final Relations relations;
  private final Map<String, EventTable> streamed = new HashMap<>();
  private final Map<String, EventTable> read = new HashMap<>();
  private EventTable last;
  private final Map<TableName, TableHistory> histories = new HashMap<>();

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

  /** The announcement to write before the event, when there is one. */
  Optional<ShapeAnnouncement> announcement(RowEvent event, long nowMs) {
    if (event.table() == last) {
      return Optional.empty();
    }
    last = event.table();
    if (entries(event).put(last.topic(), last) == last) {
      return Optional.empty();
    }
    return announce(last.relation(), last.shape(), event.lsn(), nowMs);
  }

  /**
   * Rows that are read while the stream brings changes of their table have descriptions of their
   * own.
   */
  private Map<String, EventTable> entries(RowEvent event) {
    return event.origin().isStream() ? streamed : read;
  }

  /** The announcement of a table as it is at the start, unless it was announced before. */
  Optional<ShapeAnnouncement> announce(EventTable table, long nowMs) {
    Relation relation = table.relation();
    return history(relation.table()).isAnnounced(Integer.toUnsignedLong(relation.oid()))
        ? Optional.empty()
        : announce(relation, table.shape(), 0, nowMs);
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
