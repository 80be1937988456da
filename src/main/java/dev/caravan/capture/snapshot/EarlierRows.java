package dev.caravan.capture.snapshot;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the rows away that lie in Kafka from before a new snapshot, each table's by an event of
 * {@code TRUNCATE}.
 *
 * <p>Rows with a key go at the snapshot's end, so that the table is never seen without them: the
 * snapshot's rows have replaced them by then, and what is left is what PostgreSQL has no more. Rows
 * without a key go at its beginning, for they would be there twice; and so do those of a table that
 * was made anew, which stand in the way of the new one's.
 */
public final class EarlierRows {

  private final TableSchemas schemas;
  private final Map<TableName, ShapeAnnouncement> before;

  /**
   * @param before what was announced of the tables before the snapshot
   */
  public EarlierRows(TableSchemas schemas, Map<TableName, ShapeAnnouncement> before) {
    this.schemas = schemas;
    this.before = before;
  }

  /**
   * The events that empty the tables whose rows must not meet those of the snapshot.
   *
   * @param above a WAL position above all that came before
   */
  public List<RowEvent> goneFirst(Collection<TableName> tables, long above) {
    return emptied(tables.stream().filter(this::mustGoFirst).toList(), above);
  }

  /**
   * The events that empty all tables that had rows before.
   *
   * @param above a WAL position above all that came before
   */
  public List<RowEvent> gone(Collection<TableName> tables, long above) {
    return emptied(tables.stream().filter(before::containsKey).toList(), above);
  }

  /**
   * The events that take away what has not been read again.
   *
   * @param version that of the snapshot's rows, which stay
   */
  public List<RowEvent> notRead(Collection<TableName> tables, long version) {
    List<RowEvent> events = new ArrayList<>();
    tables.forEach(table -> schemas.table(table).ifPresent(t -> events.add(event(t, version))));
    return events;
  }

  private boolean mustGoFirst(TableName table) {
    ShapeAnnouncement last = before.get(table);
    Optional<EventTable> now = schemas.table(table);
    return last != null
        && now.isPresent()
        && (last.primaryKey().isEmpty()
            || last.relation() != Integer.toUnsignedLong(now.get().relation().oid()));
  }

  /** By events of the shape the rows had: a table that was made anew takes its own only then. */
  private List<RowEvent> emptied(Collection<TableName> tables, long above) {
    List<RowEvent> events = new ArrayList<>();
    for (TableName table : tables) {
      schemas
          .table(table)
          .ifPresent(now -> events.add(event(now, above).shape(before.get(table).shape())));
    }
    return events;
  }

  private static RowEvent event(EventTable table, long lsn) {
    Instant now = Instant.now();
    Origin origin = Origin.first(ChronoUnit.MICROS.between(Instant.EPOCH, now));
    long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, now);
    return new RowEvent(table, RowEvent.Op.TRUNCATE, origin, lsn, 0, nanos, null, null);
  }
}
