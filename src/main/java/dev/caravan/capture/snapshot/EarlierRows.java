package dev.caravan.capture.snapshot;

import dev.caravan.capture.relation.Relation;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import io.debezium.relational.TableSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

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
  private final Topics topics;
  private final String database;
  private final Map<TableName, ShapeAnnouncement> before;

  /**
   * @param before what was announced of the tables before the snapshot
   */
  public EarlierRows(
      TableSchemas schemas,
      Topics topics,
      String database,
      Map<TableName, ShapeAnnouncement> before) {
    this.schemas = schemas;
    this.topics = topics;
    this.database = database;
    this.before = before;
  }

  /**
   * The events that empty the tables whose rows must not meet those of the snapshot.
   *
   * @param above a WAL position above all that came before
   */
  public List<SourceRecord> goneFirst(Collection<TableName> tables, long above) {
    return emptied(tables.stream().filter(this::mustGoFirst).toList(), above);
  }

  /**
   * The events that empty all tables that had rows before.
   *
   * @param above a WAL position above all that came before
   */
  public List<SourceRecord> gone(Collection<TableName> tables, long above) {
    return emptied(tables.stream().filter(before::containsKey).toList(), above);
  }

  /**
   * The events that take away what has not been read again.
   *
   * @param version that of the snapshot's rows, which stay
   */
  public List<SourceRecord> notRead(Collection<TableName> tables, long version) {
    List<SourceRecord> events = new ArrayList<>();
    tables.forEach(table -> schemas.relation(table).ifPresent(r -> events.add(event(r, version))));
    return events;
  }

  private boolean mustGoFirst(TableName table) {
    ShapeAnnouncement last = before.get(table);
    Optional<Relation> now = schemas.relation(table);
    return last != null
        && now.isPresent()
        && (last.primaryKey().isEmpty()
            || last.relation() != Integer.toUnsignedLong(now.get().oid()));
  }

  /** By events of the shape the rows had: a table that was made anew takes its own only then. */
  private List<SourceRecord> emptied(Collection<TableName> tables, long above) {
    List<SourceRecord> events = new ArrayList<>();
    for (TableName table : tables) {
      schemas
          .relation(table)
          .ifPresent(
              relation -> {
                SourceRecord event = event(relation, above);
                event.headers().addString(ChangeHeaders.SHAPE, before.get(table).shape());
                events.add(event);
              });
    }
    return events;
  }

  private SourceRecord event(Relation relation, long lsn) {
    TableName table = relation.table();
    TableSchema schema = schemas.schema(relation);
    Schema envelope = schema.getEnvelopeSchema().schema();
    Instant now = Instant.now();
    Struct source =
        new SnapshotSource(
                topics.prefix(),
                database,
                SnapshotSource.FIRST,
                lsn,
                ChronoUnit.MICROS.between(Instant.EPOCH, now))
            .struct(envelope.field("source").schema(), table);
    Struct value = schema.getEnvelopeSchema().truncate(source, now);
    return new SourceRecord(
        Map.of(), Map.of(), topics.changes(table), null, null, null, envelope, value);
  }
}
