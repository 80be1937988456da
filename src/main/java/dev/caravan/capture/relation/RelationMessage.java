package dev.caravan.capture.relation;

import dev.caravan.change.TableName;
import java.util.List;

/**
 * A table as the stream describes it ahead of its changes: what it was when they were made.
 *
 * @param oid PostgreSQL's OID of the table
 * @param identity its replica identity: {@code d}efault, {@code n}othing, {@code f}ull, {@code
 *     i}ndex
 * @param columns those whose values are sent, in their order
 * @see <a href="https://www.postgresql.org/docs/16/protocol-logicalrep-message-formats.html">
 *     Logical Replication Message Formats</a>
 */
public record RelationMessage(int oid, TableName table, char identity, List<Item> columns) {

  public RelationMessage {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param key whether it is of the replica identity
   * @param type PostgreSQL's OID of the type
   * @param modifier what the declaration adds to the type, -1 for nothing
   */
  public record Item(String name, boolean key, int type, int modifier) {}
}
