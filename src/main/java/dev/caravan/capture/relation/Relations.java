package dev.caravan.capture.relation;

import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.TextConverter;
import io.debezium.connector.postgresql.PgOid;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * Tells which relation an event was written with, by the schema Debezium made of it. Safe for use
 * by several threads.
 */
public final class Relations {

  // By identity: comparing schemas takes long, and equal ones may be of different relations.
  private final Map<Schema, Relation> byEnvelope =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** To be called when Debezium has made the schemas of a relation's events. */
  public void made(Schema envelope, Relation relation) {
    byEnvelope.put(envelope, relation);
  }

  /**
   * The relation events of the schema were written with.
   *
   * @throws IllegalStateException when there is none
   */
  public Relation of(Schema envelope) {
    Relation relation = byEnvelope.get(envelope);
    if (relation == null) {
      throw new IllegalStateException("no relation is known of schema " + envelope.name());
    }
    return relation;
  }

  /** No further events of the schema are to come. */
  public void forget(Schema envelope) {
    byEnvelope.remove(envelope);
  }

  /** Forgets all of them; none of their events is still to come. */
  public void clear() {
    byEnvelope.clear();
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
