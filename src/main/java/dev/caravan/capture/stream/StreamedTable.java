package dev.caravan.capture.stream;

import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.change.TableName;

/** A captured table as its changes are decoded. */
final class StreamedTable {

  private final Relation relation;
  private final String id;
  private final String[] fields;
  private final boolean[] nullable;

  StreamedTable(Relation relation) {
    this.relation = relation;
    this.id = id(relation.table());
    int count = relation.columns().size();
    this.fields = new String[count];
    this.nullable = new boolean[count];
    for (int i = 0; i < count; i++) {
      RelationColumn column = relation.columns().get(i);
      fields[i] = column.field();
      nullable[i] = column.nullable();
    }
  }

  Relation relation() {
    return relation;
  }

  /** The table's name as Debezium's TableId.parse reads it, which halves any doubled quote. */
  String id() {
    return id;
  }

  int columns() {
    return fields.length;
  }

  String field(int place) {
    return fields[place];
  }

  boolean isNullable(int place) {
    return nullable[place];
  }

  private static String id(TableName table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  private static String quoted(String name) {
    return '"' + name.replace("'", "''").replace("\"", "\"\"").replace("`", "``") + '"';
  }
}
