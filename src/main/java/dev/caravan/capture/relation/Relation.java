package dev.caravan.capture.relation;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
   */
  static Relation of(RelationMessage then, CatalogTable now, PostgresTypes types) {
    List<RelationColumn> columns = new ArrayList<>(then.columns().size());
    Set<String> taken = new HashSet<>();
    for (RelationMessage.Item item : then.columns()) {
      CatalogTable.Item known = now == null ? null : now.column(item.name());
      ColumnType type = types.type(item.type(), item.modifier());
      boolean sameType = known != null && known.type() == item.type();
      columns.add(
          new RelationColumn(
              item.name(),
              FieldName.of(item.name(), taken),
              known == null ? 0 : known.number(),
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
        key(then, flagged, now == null ? List.of() : now.key()),
        then.identity() == 'n' || then.identity() != 'f' && flagged.isEmpty(),
        now == null ? 0 : now.fileNode(),
        now != null && now.asMessage().columns().equals(then.columns()));
  }

  private static List<String> key(RelationMessage then, List<String> flagged, List<String> keyNow) {
    if (then.identity() == 'f') {
      // All columns are flagged, so only the catalog knows the primary key.
      boolean whole =
          then.columns().stream().map(RelationMessage.Item::name).toList().containsAll(keyNow);
      return whole ? keyNow : List.of();
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
