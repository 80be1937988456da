package dev.caravan.deliver.clickhouse;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.TableStorage;
import dev.caravan.deliver.table.TargetColumn;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks ClickHouse what a table is and holds. */
final class TableInspection {

  private static final long LOOK_EVERY_MILLIS = 20;

  private final ClickHouseServer server;
  private final TargetName target;

  TableInspection(ClickHouseServer server, TargetName target) {
    this.server = server;
    this.target = target;
  }

  /** The table as it is now, or nothing when it does not exist. */
  Optional<TargetTable> table() {
    List<TargetColumn> columns = columns(target);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return server
        .rows(
            "SELECT engine, comment, partition_key, sorting_key,"
                + " extract(engine_full, ' TTL (.*?)(?: SETTINGS .*)?$') FROM system.tables WHERE "
                + is(target, "name"))
        .stream()
        .map(
            row ->
                TargetTable.of(target, columns, row[0], row[1])
                    .with(new TableStorage(row[2], row[3], row[4])))
        .findFirst();
  }

  /** Whether the table holds no rows. */
  boolean isEmpty() {
    return server.rowsOf(target, "SELECT 1 FROM " + target.quoted() + " LIMIT 1").isEmpty();
  }

  /** A table's or view's columns in order. */
  List<TargetColumn> columns(TargetName of) {
    return server
        .rows(
            "SELECT name, type, is_in_sorting_key, comment FROM system.columns WHERE "
                + is(of, "table")
                + " ORDER BY position")
        .stream()
        .map(row -> TargetColumn.of(row[0], row[1], row[2].equals("1"), row[3]))
        .toList();
  }

  /** The comment of a table or view, or nothing when it does not exist. */
  Optional<String> comment(TargetName of) {
    return server.rows("SELECT comment FROM system.tables WHERE " + is(of, "name")).stream()
        .map(row -> row[0])
        .findFirst();
  }

  /**
   * The highest offset in the table of each partition, -1 where it has none from the first on.
   *
   * @param first the lowest offset of interest by partition
   */
  Map<Integer, Long> highestOffsets(Map<Integer, Long> first) {
    Map<Integer, Long> highest = new HashMap<>();
    first.keySet().forEach(partition -> highest.put(partition, -1L));
    long lowest = first.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    server
        .rowsOf(
            target,
            "SELECT _partition, max(_offset) FROM "
                + target.quoted()
                + " WHERE _partition IN ("
                + join(first.keySet())
                + ") AND _offset >= "
                + lowest
                + " GROUP BY _partition")
        .forEach(row -> highest.put(Integer.valueOf(row[0]), Long.valueOf(row[1])));
    return highest;
  }

  /**
   * The offsets the table has within ranges of partitions; nothing of a partition without any.
   *
   * @param ranges the ranges by partition
   */
  Map<Integer, Set<Long>> offsets(Map<Integer, LandedOffsets.Range> ranges) {
    String condition =
        ranges.entrySet().stream()
            .map(
                each ->
                    "(_partition = %d AND _offset BETWEEN %d AND %d)"
                        .formatted(each.getKey(), each.getValue().first(), each.getValue().last()))
            .collect(Collectors.joining(" OR "));
    Map<Integer, Set<Long>> offsets = new HashMap<>();
    server
        .rowsOf(
            target,
            "SELECT DISTINCT _partition, _offset FROM " + target.quoted() + " WHERE " + condition)
        .forEach(
            row ->
                offsets
                    .computeIfAbsent(Integer.valueOf(row[0]), any -> new HashSet<>())
                    .add(Long.valueOf(row[1])));
    return offsets;
  }

  /**
   * Whether a repeated insert would be dropped by the target of every materialized view that hangs
   * on the table; true when none does.
   */
  boolean viewsDropRepeats() {
    List<String[]> repeating =
        server.rows(
            "WITH views AS (SELECT arrayJoin(arrayZip(dependencies_database, dependencies_table))"
                + " AS view FROM system.tables WHERE database = "
                + literal(target.database())
                + " AND name = "
                + literal(target.table())
                + "), targets AS (SELECT if(position(create_table_query, ' TO ') > 0,"
                + " replaceAll(extract(create_table_query, ' TO ([^ (]+)'), '`', ''),"
                + " concat(database, '..inner_id.', toString(uuid))) AS name FROM system.tables"
                + " WHERE (database, name) IN (SELECT view FROM views))"
                + " SELECT concat(database, '.', name) AS t FROM system.tables"
                + " WHERE t IN (SELECT name FROM targets) AND engine NOT LIKE 'Replicated%'"
                + " AND toUInt64OrZero(extract(engine_full,"
                + " 'non_replicated_deduplication_window = (\\\\d+)')) = 0");
    return repeating.isEmpty();
  }

  /**
   * Waits until no delete runs any more that this or another deliverer began and did not see the
   * end of, so that its repetitions do not pile up.
   *
   * @throws DeliveryException when one takes longer than an insert may
   */
  void awaitDeletes() {
    long deadline = System.nanoTime() + server.timeout().toNanos();
    List<String[]> running = deletes();
    while (!running.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new DeliveryException(
            "an earlier delete from " + target + " still runs in ClickHouse: " + running.get(0)[0]);
      }
      pause();
      running = deletes();
    }
  }

  private List<String[]> deletes() {
    return server.rows(
        "SELECT concat(command, ' ', latest_fail_reason) FROM system.mutations WHERE "
            + is(target, "table")
            + " AND NOT is_done AND position(command, '_row_exists') > 0");
  }

  static void pause() {
    pause(LOOK_EVERY_MILLIS);
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryException("interrupted while an earlier statement runs", e);
    }
  }

  private static String is(TargetName table, String column) {
    return "database = "
        + literal(table.database())
        + " AND "
        + column
        + " = "
        + literal(table.table());
  }

  private static String join(Collection<Integer> partitions) {
    return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
