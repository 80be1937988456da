package dev.caravan.capture.relation;

import dev.caravan.change.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table as the catalog has it now, which may be later than what the stream is at.
 *
 * @param key the columns of the primary key, or of the index that is the replica identity, in the
 *     order of the key; empty without one
 * @param fileNode PostgreSQL's number of the files the rows lie in
 * @param columns those that rows are sent with, in their order
 * @param dropped the numbers of those that were dropped
 */
record CatalogTable(
    int oid,
    TableName table,
    char identity,
    List<String> key,
    long fileNode,
    List<Item> columns,
    List<Integer> dropped) {

  CatalogTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    dropped = List.copyOf(dropped);
  }

  /**
   * One column.
   *
   * @param number PostgreSQL's number of it
   * @param filled whether a row inserted without the column gets a value: by a default or as
   *     identity
   * @param missing PostgreSQL's text of what rows have that are older than the column, or null
   */
  record Item(
      String name,
      int number,
      int type,
      int modifier,
      boolean notNull,
      boolean filled,
      String missing) {}

  /** The column of a number, null when it stands no more. */
  Item column(int number) {
    return columns.stream().filter(each -> each.number() == number).findFirst().orElse(null);
  }

  /** The columns of the key by their numbers. */
  List<Integer> keyNumbers() {
    return key.stream()
        .flatMap(name -> columns.stream().filter(each -> each.name().equals(name)))
        .map(Item::number)
        .toList();
  }

  /** All numbers ever given, in order. */
  List<KnownColumn> history(PostgresTypes types) {
    Stream<KnownColumn> standing =
        columns.stream()
            .map(
                each ->
                    new KnownColumn(
                        each.name(),
                        each.number(),
                        types.type(each.type(), each.modifier()).name()));
    return Stream.concat(standing, dropped.stream().map(KnownColumn::dropped))
        .sorted(Comparator.comparingInt(KnownColumn::number))
        .toList();
  }

  /** The table as the stream would describe it now. */
  RelationMessage asMessage() {
    return new RelationMessage(
        oid,
        table,
        identity,
        columns.stream()
            .map(
                column ->
                    new RelationMessage.Item(
                        column.name(),
                        identity == 'f' || identity != 'n' && key.contains(column.name()),
                        column.type(),
                        column.modifier()))
            .toList());
  }
}
