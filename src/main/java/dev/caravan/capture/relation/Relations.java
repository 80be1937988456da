package dev.caravan.capture.relation;

import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.TextConverter;
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

  private final Map<Integer, List<KnownColumn>> announced = new ConcurrentHashMap<>();

  /**
   * To be called with what was announced of a table, in order.
   *
   * @param started whether the announcement was made at a start, when the catalog may have been
   *     ahead of the stream
   */
  public void announced(int oid, List<KnownColumn> columns, boolean started) {
    if (started) {
      announced.putIfAbsent(oid, columns);
    } else {
      announced.put(oid, columns);
    }
  }

  /** The columns of the table as of its last event; empty when not known. */
  public List<KnownColumn> before(int oid) {
    return announced.getOrDefault(oid, List.of());
  }

  /** To be called when Debezium has made the schemas of a relation's events. */
  public void made(TableSchema schemas, Relation relation) {
    byEnvelope.put(schemas.getEnvelopeSchema().schema(), new Made(relation, schemas.keySchema()));
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

  /** Forgets everything; no event of it is still to come. */
  public void clear() {
    byEnvelope.clear();
    announced.clear();
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
