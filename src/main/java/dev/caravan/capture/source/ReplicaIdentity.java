package dev.caravan.capture.source;

/** Whether PostgreSQL can name the row an update or a delete changed, as an SQL condition. */
final class ReplicaIdentity {

  /**
   * True for a table {@code l} of {@code pg_class} that has an identity: all columns, or an index
   * that PostgreSQL itself accepts as one. A foreign table's changes are not replicated at all, so
   * it needs none.
   */
  static final String OF_L =
      """
      (l.relreplident = 'f' OR l.relkind = 'f' OR EXISTS (
        SELECT FROM pg_catalog.pg_index i
        WHERE i.indrelid = l.oid AND i.indisvalid AND i.indisunique AND i.indimmediate
          AND i.indpred IS NULL
          AND (l.relreplident = 'd' AND i.indisprimary
               OR l.relreplident = 'i' AND i.indisreplident)))""";

  /**
   * Joins to a table {@code c} what its rows lie in, as {@code l}: the partitions, or itself.
   * PostgreSQL asks these for their identity, and what the root says is not handed down to them.
   */
  static final String LEAVES_OF_C =
      """
      LEFT JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) leaf ON leaf.isleaf
      JOIN pg_catalog.pg_class l ON l.oid = coalesce(leaf.relid, c.oid)""";

  private ReplicaIdentity() {}
}
