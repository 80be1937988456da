package dev.caravan.capture.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was announced of one table, and so what is known of the rows older than its columns. Once
 * known it stays: the catalog may be ahead of the stream, and forgets it when the table is
 * rewritten.
 */
final class TableHistory {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, Column> byNumber = new HashMap<>();
  private ShapeAnnouncement latest;

  /** Takes in an announcement that stands on the topic. */
  void announced(ShapeAnnouncement announcement) {
    if (isOther(announcement.relation())) {
      byNumber.clear();
    }
    for (Column column : announcement.columns()) {
      if (column.number() > 0) {
        byNumber.merge(column.number(), column, TableHistory::both);
      }
    }
    latest = announcement;
  }

  private static Column both(Column before, Column now) {
    return older(
        now,
        now.missing() == null ? before.missing() : now.missing(),
        now.rewritten() || before.rewritten());
  }

  private static Column older(Column column, JsonNode missing, boolean rewritten) {
    return new Column(
        column.name(),
        column.number(),
        column.type(),
        column.length(),
        column.scale(),
        column.nullable(),
        column.encoding(),
        missing,
        rewritten);
  }

  /** The last announcement. */
  Optional<ShapeAnnouncement> latest() {
    return Optional.ofNullable(latest);
  }

  /**
   * Whether the table was announced. At a start it is not announced again: the catalog may be ahead
   * of the stream, and events of the shape it had before would look like a change back.
   */
  boolean isAnnounced(long oid) {
    return latest != null && !isOther(oid);
  }

  /**
   * The announcement of the table as it is now, unless the latest says the same. One made at a
   * start is repeated by the first event: that the stream has come so far is to be read from it.
   *
   * @param lsn the event's position in the WAL, 0 at a start
   */
  Optional<ShapeAnnouncement> announce(Relation relation, Shape shape, long lsn, long nowMs) {
    long oid = Integer.toUnsignedLong(relation.oid());
    boolean other = latest == null || isOther(oid);
    // The files the rows lie in now say nothing of a time before.
    long fileNode = relation.current() || other ? relation.fileNode() : latest.fileNode();
    if (!other
        && latest.shape().equals(shape.id())
        && latest.relation() == oid
        && latest.fileNode() == fileNode
        && (latest.lsn() != 0 || lsn == 0)) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    for (Column column : shape.columns()) {
      columns.add(withOlder(column, relation, other));
    }
    Shape complete =
        new Shape(shape.table(), columns, shape.primaryKey(), shape.appendOnly(), shape.relation());
    ShapeAnnouncement announcement = ShapeAnnouncement.of(complete, oid, fileNode, lsn, nowMs);
    announced(announcement);
    return Optional.of(announcement);
  }

  private Column withOlder(Column column, Relation relation, boolean other) {
    RelationColumn known = find(relation, column.name());
    JsonNode missing = json(known.missingValue());
    Column before = other ? null : byNumber.get(column.number());
    boolean rewritten =
        !other
            && before == null
            && !stood(column)
            && missing == null
            && (isOlderThanAnnounced(column) || isWritten(known) && isRewritten(relation));
    Column now = older(column, missing, rewritten);
    return before == null ? now : both(before, now);
  }

  /** PostgreSQL numbers columns upwards: it stood already, as a generated or an excluded one. */
  private boolean isOlderThanAnnounced(Column column) {
    return column.number() > 0
        && byNumber.keySet().stream().anyMatch(number -> number > column.number());
  }

  /** Whether rows got a value when the column was added; the default may be gone by now. */
  private static boolean isWritten(RelationColumn column) {
    return column.filled() || !column.nullable();
  }

  private boolean isRewritten(Relation relation) {
    return latest.fileNode() != 0 && relation.fileNode() != latest.fileNode();
  }

  /** Whether the column stood in an announcement that knew no numbers. */
  private boolean stood(Column column) {
    return latest.columns().stream()
        .anyMatch(each -> each.number() == 0 && each.name().equals(column.name()));
  }

  private static RelationColumn find(Relation relation, String name) {
    return relation.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode json(Object value) {
    try {
      return value == null ? null : JSON.readTree(JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOther(long oid) {
    return latest != null && latest.relation() != 0 && latest.relation() != oid;
  }
}
