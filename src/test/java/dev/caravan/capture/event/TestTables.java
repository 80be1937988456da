package dev.caravan.capture.event;

import dev.caravan.capture.relation.ColumnType;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.TextConverter;
import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables as tests describe them. */
public final class TestTables {

  private TestTables() {}

  /** Those of a capture with further options of Debezium's. */
  public static EventTables tables(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("caravan.type", TextConverter.class.getName());
    return new EventTables(DebeziumEvents.config(all));
  }

  public static RelationColumn column(
      String name, int number, Encoding encoding, boolean nullable) {
    Integer scale = encoding == Encoding.MONEY ? 2 : null;
    ColumnType type = new ColumnType(encoding.name().toLowerCase(), null, scale, encoding);
    return new RelationColumn(name, name, number, type, nullable, false, null);
  }

  public static Relation relation(int oid, String table, List<String> key, RelationColumn... of) {
    return new Relation(oid, new TableName("inventory", table), List.of(of), key, false, 1, true);
  }

  /** A table whose columns are texts, the first of which is the key and must have a value. */
  public static EventTable texts(int oid, String table, String... columns) {
    List<RelationColumn> all = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      all.add(column(columns[i], i + 1, Encoding.TEXT, i > 0));
    }
    return tables(Map.of())
        .of(relation(oid, table, List.of(columns[0]), all.toArray(RelationColumn[]::new)));
  }
}
