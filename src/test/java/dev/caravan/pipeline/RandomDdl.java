package dev.caravan.pipeline;

import dev.caravan.pipeline.RandomTable.Column;
import java.util.Random;

/**
 * A change of a table's shape that can be followed.
 *
 * @param sql null when none came to mind
 * @param after the table as it is then
 */
record RandomDdl(String sql, RandomTable after) {

  static RandomDdl of(RandomTable table, Random random) {
    Column column = table.plainColumn(random);
    int kind = random.nextInt(column == null ? 2 : 7);
    return switch (kind) {
      case 0 -> add(table, new Column("added " + table.added(), RandomType.any(random), false), "");
      case 1 -> {
        RandomType type = RandomType.values()[random.nextInt(RandomType.LARGE.ordinal())];
        Column added = new Column("added " + table.added(), type, random.nextBoolean());
        yield add(table, added, " DEFAULT " + type.value(random, true));
      }
      case 2 -> alter(table.without(column), "DROP COLUMN " + column.quoted());
      case 3 -> {
        Column renamed =
            new Column("renamed " + random.nextInt(1_000), column.type(), column.notNull());
        yield alter(
            table.with(column, renamed),
            "RENAME COLUMN %s TO %s".formatted(column.quoted(), renamed.quoted()));
      }
      case 4 -> {
        RandomType wider = column.type().wider();
        yield wider == null
            ? new RandomDdl(null, table)
            : alter(
                table.with(column, new Column(column.name(), wider, column.notNull())),
                "ALTER COLUMN %s TYPE %s".formatted(column.quoted(), wider.sql()));
      }
      case 5 ->
          alter(
              table.with(column, new Column(column.name(), column.type(), true)),
              "ALTER COLUMN " + column.quoted() + " SET NOT NULL");
      default ->
          // An array in ClickHouse has no room for NULL.
          column.type().isArray()
              ? new RandomDdl(null, table)
              : alter(
                  table.with(column, new Column(column.name(), column.type(), false)),
                  "ALTER COLUMN " + column.quoted() + " DROP NOT NULL");
    };
  }

  private static RandomDdl add(RandomTable table, Column column, String suffix) {
    return alter(table.with(column), "ADD COLUMN " + column.definition() + suffix);
  }

  private static RandomDdl alter(RandomTable after, String change) {
    return new RandomDdl("ALTER TABLE " + after.sql() + " " + change, after);
  }
}
