package dev.caravan.capture.relation;

import dev.caravan.change.TableName;
import java.util.List;

/**
 * A table as the catalog has it now, which may be later than what the stream is at.
 *
 * @param key the columns of the primary key, or of the index that is the replica identity, in the
 *     order of the key; empty without one
 * @param fileNode PostgreSQL's number of the files the rows lie in
 * @param columns those that rows are sent with, in their order
 * @param dropped the numbers of columns there were
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

  Item column(String name) {
    for (Item column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  Item column(int number) {
    for (Item column : columns) {
      if (column.number() == number) {
        return column;
      }
    }
    return null;
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
