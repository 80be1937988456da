package dev.caravan.deliver.table;

import dev.caravan.change.Shape;

/** What is told to people where a route says of its table what cannot be. */
public final class OptionRefusal {

  private OptionRefusal() {}

  static String nameOfComputed(Shape shape, String route, String option, String name) {
    return "route %s sets %s, but %s has a column of that name; choose another name, or give the source's column one by rename.%s"
        .formatted(route, option, shape.table(), name);
  }

  static String noLog(TargetTable table) {
    return "route %s sets rows to changes, but ClickHouse table %s is a %s, which does not keep every row; name another table in the route"
        .formatted(table.types().route(), table.name(), table.engine());
  }

  static String nameOfComputedTaken(TargetTable table, String name) {
    return "route %s sets computed.%s, but ClickHouse table %s has a column of that name that holds something else; choose another name, or rename or drop it there"
        .formatted(table.types().route(), name, table.name());
  }

  static String noKeyToKeep(Shape shape, String route) {
    return "route %s sets deletes to keep, but %s has no primary key, by which a deleted row would be told; give it one, or set rows=changes in place of it"
        .formatted(route, shape.table());
  }

  /** The table is not held by several servers, though it should be. */
  public static String oneServers(TargetTable table) {
    return "ClickHouse table %s is a %s, which one server alone holds, but caravan.deliver.clickhouse.replicated is true; rename it, and Caravan makes a replicated one, which gets the rows by a new snapshot, or name another table in route %s"
        .formatted(table.name(), table.engine(), table.types().route());
  }

  static String partitionedPairs(TargetName target, Shape shape) {
    return "%s has no primary key, so that an update is two rows in ClickHouse, and in table %s, which is partitioned, one could land without the other; give it a primary key, set rows=changes, or name a table without PARTITION BY in the route"
        .formatted(shape.table(), target);
  }
}
