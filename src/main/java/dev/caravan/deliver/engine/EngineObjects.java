package dev.caravan.deliver.engine;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.deliver.table.TargetName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is of the engine's tables and views in ClickHouse, and what they hold. */
final class EngineObjects {

  /** A gate of no partition, which is gone when ClickHouse starts. */
  private static final long SIGN_OF_LIFE = 1L << 32;

  private static final int LONGEST_ERROR = 600;

  private final Statements clickhouse;
  private final EngineNames names;

  EngineObjects(Statements clickhouse, EngineNames names) {
    this.clickhouse = clickhouse;
    this.names = names;
  }

  void run(String sql) {
    clickhouse.rows(sql);
  }

  void run(List<String> statements) {
    statements.forEach(this::run);
  }

  /** The comment of the view by which the queue is read; nothing when it is not read. */
  Optional<String> comment() {
    return clickhouse
        .rows("SELECT comment FROM system.tables WHERE " + EngineClaim.isOwn(names.view()))
        .stream()
        .map(row -> row[0])
        .findFirst();
  }

  /** The consumer group the queue reads in; nothing when there is no queue. */
  Optional<String> group() {
    return clickhouse
        .rows(
            "SELECT extract(engine_full, 'kafka_group_name = \\'([^\\']*)\\'') FROM system.tables WHERE "
                + EngineClaim.isOwn(names.queue()))
        .stream()
        .map(row -> row[0])
        .findFirst();
  }

  /** Whether anything of the way is kept that was not dealt with. */
  boolean isThere() {
    return exists(names.queue());
  }

  /** The partitions whose gates are open; nothing when ClickHouse has started anew since. */
  Optional<Set<Integer>> open() {
    Set<Long> found =
        clickhouse.rows("SELECT partition FROM " + names.gate().quoted()).stream()
            .map(row -> Long.valueOf(row[0]))
            .collect(Collectors.toCollection(HashSet::new));
    return found.remove(SIGN_OF_LIFE)
        ? Optional.of(found.stream().map(Long::intValue).collect(Collectors.toSet()))
        : Optional.empty();
  }

  /**
   * Opens gates: the engine takes what is behind the highest offset the target has.
   *
   * @param gates by partition an offset up to which it takes nothing
   */
  void open(Map<Integer, Long> gates) {
    Map<Integer, Long> highest = highest(gates.keySet());
    List<String> rows = new ArrayList<>(List.of("(" + SIGN_OF_LIFE + ", 0)"));
    gates.forEach(
        (partition, least) ->
            rows.add(
                "(%d, %d)"
                    .formatted(partition, Math.max(least, highest.getOrDefault(partition, -1L)))));
    clickhouse.rows("INSERT INTO " + names.gate().quoted() + " VALUES " + String.join(", ", rows));
  }

  void closeAll() {
    clickhouse.rows("TRUNCATE TABLE IF EXISTS " + names.gate().quoted());
  }

  /** The highest offset the target has of each of the partitions that have any. */
  Map<Integer, Long> highest(Collection<Integer> partitions) {
    Map<Integer, Long> highest = new HashMap<>();
    if (!partitions.isEmpty()) {
      clickhouse
          .rows(
              "SELECT _partition, max(_offset) FROM %s WHERE _partition IN (%s) GROUP BY _partition"
                  .formatted(
                      names.target().quoted(),
                      partitions.stream().map(String::valueOf).collect(Collectors.joining(", "))))
          .forEach(row -> highest.put(Integer.valueOf(row[0]), Long.valueOf(row[1])));
    }
    return highest;
  }

  /**
   * The offsets left to Caravan.
   *
   * @param ranges the first and the last offset that are asked for, by partition
   */
  Map<Integer, Set<Long>> rest(Map<Integer, long[]> ranges) {
    Map<Integer, Set<Long>> rest = new HashMap<>();
    if (ranges.isEmpty()) {
      return rest;
    }
    List<String> conditions = new ArrayList<>();
    ranges.forEach(
        (partition, range) ->
            conditions.add(
                "(_partition = %d AND _offset BETWEEN %d AND %d)"
                    .formatted(partition, range[0], range[1])));
    clickhouse
        .rows(
            "SELECT DISTINCT _partition, _offset FROM %s WHERE %s"
                .formatted(names.rest().quoted(), String.join(" OR ", conditions)))
        .forEach(
            row ->
                rest.computeIfAbsent(Integer.valueOf(row[0]), any -> new HashSet<>())
                    .add(Long.valueOf(row[1])));
    return rest;
  }

  /** The last offset left to Caravan of each partition that has any. */
  Map<Integer, Long> lastLeft() {
    Map<Integer, Long> last = new HashMap<>();
    clickhouse
        .rows(
            "SELECT _partition, max(_offset) FROM %s GROUP BY _partition"
                .formatted(names.rest().quoted()))
        .forEach(row -> last.put(Integer.valueOf(row[0]), Long.valueOf(row[1])));
    return last;
  }

  /**
   * Leaves to Caravan what is in the target perhaps, offsets of a partition from one to another.
   */
  void leave(int partition, long from, long to) {
    clickhouse.rows(
        "INSERT INTO %s SELECT %d, number FROM numbers(%d, %d)"
            .formatted(names.rest().quoted(), partition, from, to - from + 1));
  }

  /** Forgets what was left to Caravan before the offsets, which is dealt with. */
  void forget(Map<Integer, Long> before) {
    String condition =
        before.entrySet().stream()
            .map(
                each ->
                    "(_partition = %d AND _offset < %d)".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(" OR "));
    String rows = " FROM " + names.rest().quoted() + " WHERE " + condition;
    if (!before.isEmpty() && !clickhouse.rows("SELECT 1" + rows + " LIMIT 1").isEmpty()) {
      clickhouse.rows("DELETE" + rows);
    }
  }

  /** What the engine failed by within the last seconds. */
  Optional<String> error(int seconds) {
    return clickhouse
        .rows(
            "SELECT text FROM (SELECT arrayJoin(arrayZip(exceptions.time, exceptions.text)) AS e, e.1 AS at, e.2 AS text FROM system.kafka_consumers WHERE database = %s AND `table` = %s) WHERE at > now() - %d ORDER BY at DESC LIMIT 1"
                .formatted(
                    literal(names.queue().database()), literal(names.queue().table()), seconds))
        .stream()
        .map(row -> row[0].replaceFirst("(?s), Stack trace .*", ""))
        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_ERROR)))
        .findFirst();
  }

  private boolean exists(TargetName name) {
    return !clickhouse
        .rows("SELECT 1 FROM system.tables WHERE " + EngineClaim.isOwn(name))
        .isEmpty();
  }
}
