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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was announced of the tables' columns. Safe for use by several threads. */
public final class Relations {

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

  /** Forgets everything. */
  public void clear() {
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
