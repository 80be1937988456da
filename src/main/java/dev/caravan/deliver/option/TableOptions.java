package dev.caravan.deliver.option;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a route says of its table in ClickHouse.
 *
 * @param dropColumns whether columns the source has no more are dropped; they stay otherwise
 * @param computed the expressions of the columns ClickHouse computes, by their names
 * @param where what holds of the rows the table has
 * @param log whether it holds every change of each row, rather than the rows as they are
 * @param keepDeleted whether its view shows deleted rows, too
 * @param engine its engine
 * @param orderBy what it is ordered by
 * @param partitionBy what it is partitioned by
 * @param ttl when its rows go by themselves
 * @param create whether table and view are created when they are missing
 * @param replicated the parameters of the Replicated engine its table has unless the route says
 *     otherwise, empty for the server's defaults; nothing when one server holds it
 */
public record TableOptions(
    boolean dropColumns,
    Map<String, String> computed,
    Optional<String> where,
    boolean log,
    boolean keepDeleted,
    Optional<TableEngine> engine,
    Optional<String> orderBy,
    Optional<String> partitionBy,
    Optional<String> ttl,
    boolean create,
    Optional<String> replicated) {

  /** Nothing is said. */
  public static final TableOptions NONE =
      new TableOptions(
          false,
          Map.of(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          true,
          Optional.empty());

  public TableOptions {
    computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
  }

  /** The same, and how several servers hold the table. */
  public TableOptions with(Optional<String> replication) {
    return new TableOptions(
        dropColumns,
        computed,
        where,
        log,
        keepDeleted,
        engine,
        orderBy,
        partitionBy,
        ttl,
        create,
        replication);
  }

  /** Whether a statement that creates the table holds SQL of the route's. */
  public boolean shapesTable() {
    return !computed.isEmpty()
        || engine.isPresent()
        || orderBy.isPresent()
        || partitionBy.isPresent()
        || ttl.isPresent();
  }
}
