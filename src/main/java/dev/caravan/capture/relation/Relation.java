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
   * @param before the columns the table had when it was described before; empty when not known
   */
  static Relation of(
      RelationMessage then, CatalogTable now, List<KnownColumn> before, PostgresTypes types) {
    List<KnownColumn> described =
        then.columns().stream()
            .map(
                item ->
                    new KnownColumn(
                        item.name(), 0, types.type(item.type(), item.modifier()).name()))
            .toList();
    List<Integer> numbers =
        new ColumnNumbers(described, now == null ? List.of() : now.history(types), before).find();
    List<RelationColumn> columns = new ArrayList<>(then.columns().size());
    Set<String> taken = new HashSet<>();
    for (int at = 0; at < numbers.size(); at++) {
      RelationMessage.Item item = then.columns().get(at);
      CatalogTable.Item known = now == null ? null : now.column(numbers.get(at));
      ColumnType type = types.type(item.type(), item.modifier());
      boolean sameType = known != null && known.type() == item.type();
      columns.add(
          new RelationColumn(
              item.name(),
              FieldName.of(item.name(), taken),
              numbers.get(at),
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
        key(then, flagged, now == null ? List.of() : namesThen(now.keyNumbers(), columns)),
        then.identity() == 'n' || then.identity() != 'f' && flagged.isEmpty(),
        now == null ? 0 : now.fileNode(),
        now != null && now.asMessage().columns().equals(then.columns()));
  }

  /** The names that columns had then; none when one of them was not there. */
  private static List<String> namesThen(List<Integer> numbers, List<RelationColumn> columns) {
    List<String> names =
        numbers.stream()
            .flatMap(number -> columns.stream().filter(each -> each.number() == number))
            .map(RelationColumn::name)
            .toList();
    return names.size() == numbers.size() ? names : List.of();
  }

  private static List<String> key(RelationMessage then, List<String> flagged, List<String> keyNow) {
    if (then.identity() == 'f') {
      // All columns are flagged, so only the catalog knows the primary key.
      return keyNow;
    }
    return Set.copyOf(flagged).equals(Set.copyOf(keyNow)) ? keyNow : flagged;
  }

  /** The columns as a later description of the table is to know them. */
  public List<KnownColumn> known() {
    return columns.stream()
        .map(column -> new KnownColumn(column.name(), column.number(), column.type().name()))
        .toList();
  }

  /** The same table, where the columns at these places may hold NULL. */
  public Relation withNullable(Set<Integer> places) {
    List<RelationColumn> changed = new ArrayList<>(columns);
    places.forEach(place -> changed.set(place, changed.get(place).asNullable()));
    return new Relation(oid, table, changed, key, appendOnly, fileNode, current);
  }
}
