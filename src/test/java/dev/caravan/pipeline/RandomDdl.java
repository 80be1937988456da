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
    int kind = random.nextInt(column == null ? 3 : 9);
    if (kind < 2 && table.isFull()) {
      kind = 3;
    }
    return switch (kind) {
      case 0 -> {
        Column added = new Column(table.freeName(random), RandomType.any(random), false);
        yield alter(table.with(added, false), "ADD COLUMN " + added.definition());
      }
      case 1 -> {
        RandomType type = RandomType.values()[random.nextInt(RandomType.LARGE.ordinal())];
        Column added = new Column(table.freeName(random), type, random.nextBoolean());
        yield alter(
            table.with(added, true),
            "ADD COLUMN %s DEFAULT %s".formatted(added.definition(), type.value(random, true)));
      }
      case 2 ->
          new RandomDdl(
              "ALTER TYPE inventory.mood ADD VALUE IF NOT EXISTS '%s'"
                  .formatted(RandomType.addedMood(random)),
              table);
      case 3 -> alter(table.without(column), "DROP COLUMN " + column.quoted());
      case 4, 5 -> {
        Column renamed = new Column(table.freeName(random), column.type(), column.notNull());
        yield alter(
            table.with(column, renamed),
            "RENAME COLUMN %s TO %s".formatted(column.quoted(), renamed.quoted()));
      }
      case 6 -> {
        RandomType wider = column.type().wider();
        // What PostgreSQL has by the side is written into the rows then, and told to nobody.
        yield wider == null || table.filled() && column.type().isRewrittenByWidening()
            ? new RandomDdl(null, table)
            : alter(
                table.with(column, new Column(column.name(), wider, column.notNull())),
                "ALTER COLUMN %s TYPE %s".formatted(column.quoted(), wider.sql()));
      }
      case 7 ->
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

  private static RandomDdl alter(RandomTable after, String change) {
    return new RandomDdl("ALTER TABLE " + after.sql() + " " + change, after);
  }
}
