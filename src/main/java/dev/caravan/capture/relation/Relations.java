package dev.caravan.capture.relation;

import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.TextConverter;
import dev.caravan.change.ShapeAnnouncement;
import io.debezium.connector.postgresql.PgOid;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;

/**
 * Tells which relation an event was written with, by the schema Debezium made of it. Safe for use
 * by several threads.
 */
public final class Relations {

  private record Made(Relation relation, Schema key) {}

  // By identity: comparing schemas takes long, and equal ones may be of different relations.
  private final Map<Schema, Made> byEnvelope = Collections.synchronizedMap(new IdentityHashMap<>());

  private final Map<Integer, Map<String, Integer>> numbers = new ConcurrentHashMap<>();

  /** To be called when Debezium has made the schemas of a relation's events. */
  public void made(TableSchema schemas, Relation relation) {
    byEnvelope.put(schemas.getEnvelopeSchema().schema(), new Made(relation, schemas.keySchema()));
    relation.columns().forEach(column -> learn(relation.oid(), column.name(), column.number()));
  }

  /** Takes in what stands on the schema-changes topic, in its order. */
  public void announced(ShapeAnnouncement announcement) {
    announcement
        .columns()
        .forEach(column -> learn((int) announcement.relation(), column.name(), column.number()));
  }

  private void learn(int oid, String column, int number) {
    if (oid != 0 && number != 0) {
      numbers.computeIfAbsent(oid, any -> new ConcurrentHashMap<>()).put(column, number);
    }
  }

  /** PostgreSQL's numbers of a table's columns by all the names they were ever known by. */
  Map<String, Integer> numbers(int oid) {
    return Map.copyOf(numbers.getOrDefault(oid, Map.of()));
  }

  /**
   * The relation events of the schema were written with.
   *
   * @throws IllegalStateException when there is none
   */
  public Relation of(Schema envelope) {
    return find(envelope).relation();
  }

  /**
   * The schema of the keys of such events, of which a TRUNCATE has none; null for a table without a
   * key.
   *
   * @throws IllegalStateException when the schema is not known
   */
  public Schema key(Schema envelope) {
    return find(envelope).key();
  }

  private Made find(Schema envelope) {
    Made made = byEnvelope.get(envelope);
    if (made == null) {
      throw new IllegalStateException("no relation is known of schema " + envelope.name());
    }
    return made;
  }

  /** No further events of the schema are to come. */
  public void forget(Schema envelope) {
    byEnvelope.remove(envelope);
  }

  /** Forgets everything; none of their events is still to come. */
  public void clear() {
    byEnvelope.clear();
    numbers.clear();
  }

  /** The relation in the terms of Debezium. */
  public static Table table(Relation relation) {
    List<Column> columns = new ArrayList<>(relation.columns().size());
    List<String> key = new ArrayList<>(Collections.nCopies(relation.key().size(), null));
    for (RelationColumn column : relation.columns()) {
      columns.add(column(column));
      int place = relation.key().indexOf(column.name());
      if (place >= 0) {
        key.set(place, column.field());
      }
    }
    return Table.editor()
        .tableId(new TableId(null, relation.table().schema(), relation.table().table()))
        .addColumns(columns)
        .setPrimaryKeyNames(key)
        .create();
  }

  private static Column column(RelationColumn column) {
    return Column.editor()
        .name(column.field())
        .type(TextConverter.typeName(column.encoding()))
        .jdbcType(column.encoding() == Encoding.TEXT ? Types.VARCHAR : Types.OTHER)
        // Nothing Debezium has a mind of its own about; the converter is what counts.
        .nativeType(PgOid.BPCHAR)
        .scale(column.type().scale())
        .optional(column.nullable())
        .create();
  }
}
