package dev.caravan.capture.relation;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A captured table as events are to be written from now on.
 *
 * @param oid PostgreSQL's OID of the table, which a rename leaves as it is
 * @param key the columns that identify a row, in the order of the key; empty without any
 * @param appendOnly whether PostgreSQL publishes inserts alone, because the table has no replica
 *     identity
 * @param fileNode PostgreSQL's number of the files the rows lie in now
 * @param current whether the catalog, and with it {@code fileNode}, is of the same time
 */
public record Relation(
    int oid,
    TableName table,
    List<RelationColumn> columns,
    List<String> key,
    boolean appendOnly,
    long fileNode,
    boolean current) {

  public Relation {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /**
   * Puts together what the stream says there was, and what the catalog says there is: the stream
   * decides wherever it speaks.
   *
   * @param now what the catalog has, or null when the table was dropped meanwhile
   * @param announced numbers of its columns that were known before, by the names of then
   */
  static Relation of(
      RelationMessage then, CatalogTable now, PostgresTypes types, Map<String, Integer> announced) {
    int[] numbers =
        ColumnNumbers.of(
            then.columns().stream().map(RelationMessage.Item::name).toList(), now, announced);
    Map<Integer, String> names = new HashMap<>();
    List<RelationColumn> columns = new ArrayList<>(then.columns().size());
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < numbers.length; i++) {
      RelationMessage.Item item = then.columns().get(i);
      CatalogTable.Item known = now == null ? null : now.column(numbers[i]);
      names.put(numbers[i], item.name());
      ColumnType type = types.type(item.type(), item.modifier());
      boolean sameType = known != null && known.type() == item.type();
      columns.add(
          new RelationColumn(
              item.name(),
              FieldName.of(item.name(), taken),
              numbers[i],
              type,
              known == null || !known.notNull(),
              known != null && known.filled(),
              sameType ? known.missing() : null));
    }
    List<String> flagged =
        then.columns().stream()
            .filter(RelationMessage.Item::key)
            .map(RelationMessage.Item::name)
            .toList();
    return new Relation(
        then.oid(),
        then.table(),
        columns,
        key(then, flagged, now == null ? List.of() : key(now, names)),
        then.identity() == 'n' || then.identity() != 'f' && flagged.isEmpty(),
        now == null ? 0 : now.fileNode(),
        now != null && now.asMessage().columns().equals(then.columns()));
  }

  /**
   * The catalog's key under the names of then; empty where a column of it was not there.
   *
   * @param names of then, by number
   */
  private static List<String> key(CatalogTable now, Map<Integer, String> names) {
    List<String> key = new ArrayList<>();
    for (String column : now.key()) {
      CatalogTable.Item item = now.column(column);
      String name = item == null ? null : names.get(item.number());
      if (name == null) {
        return List.of();
      }
      key.add(name);
    }
    return key;
  }

  private static List<String> key(RelationMessage then, List<String> flagged, List<String> keyNow) {
    if (then.identity() == 'f') {
      // All columns are flagged, so only the catalog knows the primary key.
      return keyNow;
    }
    return Set.copyOf(flagged).equals(Set.copyOf(keyNow)) ? keyNow : flagged;
  }

  /** The same table, where the columns at these places may hold NULL. */
  public Relation withNullable(Set<Integer> places) {
    List<RelationColumn> changed = new ArrayList<>(columns);
    places.forEach(place -> changed.set(place, changed.get(place).asNullable()));
    return new Relation(oid, table, changed, key, appendOnly, fileNode, current);
  }
}
