package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.Collection;
import java.util.TreeSet;

/** What is told to people where a table cannot follow its source: both sides, and the remedy. */
final class RefusalText {

  private RefusalText() {}

  static String foreign(TargetTable table, Shape shape) {
    return "ClickHouse table %s was made for another table (its comment is '%s'), not for %s; name another table in the route"
        .formatted(table.name(), table.comment(), shape.table());
  }

  static String createdAnew(TargetTable table, Shape shape) {
    return "%s was dropped and created anew in PostgreSQL; ClickHouse table %s still holds the rows of the old one; run in ClickHouse: %s (or DROP TABLE %s), upon which Caravan makes a new one"
        .formatted(shape.table(), table.name(), setAside(table), table.name().quoted());
  }

  static String formerKey(TargetTable table, Shape shape, Shape later) {
    return "the key of %s was %s then and is %s now, by which ClickHouse table %s is ordered; unless it was done since, run in PostgreSQL: %s, which sends every row again"
        .formatted(
            shape.table(),
            shape.primaryKey(),
            later.primaryKey(),
            table.name(),
            updateOfKey(table, later));
  }

  static String lacksOwnColumn(TargetTable table, String own) {
    return "ClickHouse table %s has no column %s %s; add it, or name a table that does not exist yet"
        .formatted(table.name(), own, DeliveryColumns.types(true).get(own));
  }

  static String nameOfOwnColumn(Shape shape, String name) {
    return "%s has a column %s, a name Caravan's own columns have; rename it or leave it out of the capture"
        .formatted(shape.table(), name);
  }

  static String otherDeletes(TargetTable table, Shape shape) {
    return "ClickHouse table %s was made %s deletes=keep, which is a matter of its order, that ClickHouse cannot change; %s; or set deletes to %s in route %s"
        .formatted(
            table.name(),
            table.options().keepDeleted() ? "without" : "with",
            newTable(table, shape),
            table.options().keepDeleted() ? "remove" : "keep",
            table.types().route());
  }

  static String otherKey(TargetTable table, Shape shape, Collection<String> sortingKey) {
    return "the key of %s is %s now, but ClickHouse table %s is ordered by %s, which ClickHouse cannot change; %s"
        .formatted(
            shape.table(),
            shape.primaryKey(),
            table.name(),
            new TreeSet<>(sortingKey),
            newTable(table, shape));
  }

  static String keyColumn(TargetTable table, Shape shape, TargetColumn target, Column column) {
    return "column %s of %s, which belongs to the key, is %s %s now, but ClickHouse table %s has it as %s %s and is ordered by it, which ClickHouse cannot change; %s"
        .formatted(
            target.name(),
            shape.table(),
            column.name(),
            SourceType.of(column),
            table.name(),
            target.name(),
            target.type(),
            newTable(table, shape));
  }

  static String otherType(
      TargetTable table, Shape shape, TargetColumn target, Column column, String type) {
    return "column %s of %s was %s and is %s now, and PostgreSQL changed the values of its rows without saying so; run in ClickHouse: %s; then in PostgreSQL: %s, which sends every row again"
        .formatted(
            column.name(),
            shape.table(),
            target.source(),
            SourceType.of(column),
            modify(table, target.name(), type, column),
            update(table, shape, column.name()));
  }

  static String otherTreatment(
      TargetTable table, Shape shape, TargetColumn target, Column column, String type) {
    return "route %s wants column %s of %s to hold %s values, but those ClickHouse table %s has are %s; run in ClickHouse: %s; then in PostgreSQL: %s, which sends every row again; what was there before goes when parts are merged, at once with OPTIMIZE TABLE %s FINAL"
        .formatted(
            table.types().route(),
            column.name(),
            shape.table(),
            treatment(SourceType.of(column)),
            table.name(),
            treatment(target.source()),
            modify(table, target.name(), type, column),
            update(table, shape, column.name()),
            table.name().quoted());
  }

  private static String treatment(SourceType type) {
    return type.isMade() ? type.toString() : "plain " + type;
  }

  static String noRoomForNull(TargetTable table, Shape shape, TargetColumn target, Column column) {
    return "column %s of %s may be NULL now, but ClickHouse table %s has it as %s, which has no room for NULL; run in ClickHouse: %s; then in PostgreSQL: %s, which sends every row again"
        .formatted(
            column.name(),
            shape.table(),
            table.name(),
            target.type(),
            modify(table, target.name(), "Nullable(String)", column),
            update(table, shape, column.name()));
  }

  static String defaultByRow(TargetTable table, Shape shape, Column column, String type) {
    return "%s got column %s with a default that differs by row; run in ClickHouse: ALTER TABLE %s ADD COLUMN %s; then in PostgreSQL: %s, which sends every row again"
        .formatted(
            shape.table(),
            column.name(),
            table.name().quoted(),
            definition(column.name(), type, column),
            update(table, shape, column.name()));
  }

  static String nameTaken(TargetTable table, Shape shape, String name) {
    return "%s has a column %s now, but ClickHouse table %s has a column of that name that holds something else; rename or drop it there"
        .formatted(shape.table(), name, table.name());
  }

  static String doesNotFit(TargetTable table, Shape shape, Column column, String target) {
    String type = table.types().of(column, shape.primaryKey().contains(column.name())).name();
    String name = table.columnOf(column).map(TargetColumn::name).orElse(column.name());
    return "column %s of %s is %s now, which is %s in ClickHouse, but %s has it as %s; run %s, or deliver into a new table"
        .formatted(
            column.name(),
            shape.table(),
            SourceType.of(column),
            type,
            table.name(),
            target,
            modify(table, name, type, column));
  }

  static String chosenType(TargetTable table, Shape shape, TargetColumn target, Column column) {
    String type = table.types().of(column, shape.primaryKey().contains(column.name())).name();
    return "route %s sets %s to %s, but ClickHouse table %s has it as %s; run in ClickHouse: %s; then in PostgreSQL: %s, which sends every row again; or remove the option"
        .formatted(
            table.types().route(),
            table.types().option(column),
            type,
            table.name(),
            target.type(),
            modify(table, target.name(), type, column),
            update(table, shape, column.name()));
  }

  static String missingDoesNotFit(
      TargetTable table, Shape shape, Column column, String type, String why) {
    return "%s got column %s, which is %s in ClickHouse, and in the rows that were there before it %s; set %s: String in the route"
        .formatted(shape.table(), column.name(), type, why, table.types().option(column));
  }

  /** Only what to do: which value it is, the event tells. The column's comment stays as it is. */
  static String unfitValue(TargetTable table, Shape shape, Column column) {
    String option = "set " + table.types().option(column) + ": String in the route";
    if (shape.primaryKey().contains(column.name())) {
      return option + "; " + newTable(table, shape);
    }
    String name = table.columnOf(column).map(TargetColumn::name).orElse(column.name());
    String modify =
        "run in ClickHouse: ALTER TABLE %s MODIFY COLUMN %s Nullable(String)"
            .formatted(table.name().quoted(), TargetName.quote(name));
    String again =
        "; then in PostgreSQL: %s, which sends every row again in PostgreSQL's words"
            .formatted(update(table, shape, column.name()));
    return modify + again + "; or " + option + " and deliver into a new table";
  }

  private static String newTable(TargetTable table, Shape shape) {
    return "run in ClickHouse: %s, and Caravan makes a new table at once; then in PostgreSQL: %s, which sends every row again"
        .formatted(setAside(table), updateOfKey(table, shape));
  }

  private static String setAside(TargetTable table) {
    TargetName name = table.name();
    String view = name.view().map(each -> "DROP VIEW IF EXISTS " + each.quoted() + "; ").orElse("");
    TargetName old = new TargetName(name.database(), name.table() + "_old");
    return view + "RENAME TABLE " + name.quoted() + " TO " + old.quoted();
  }

  private static String updateOfKey(TargetTable table, Shape shape) {
    return update(
        table,
        shape,
        shape.primaryKey().isEmpty() ? shape.columns().get(0).name() : shape.primaryKey().get(0));
  }

  private static String modify(TargetTable table, String name, String type, Column column) {
    return "ALTER TABLE %s MODIFY COLUMN %s"
        .formatted(table.name().quoted(), definition(name, type, column));
  }

  private static String definition(String name, String type, Column column) {
    String comment = TargetColumn.comment(column);
    return TargetName.quote(name)
        + " "
        + type
        + (comment.isEmpty() ? "" : " COMMENT " + TargetName.literal(comment));
  }

  /**
   * What sends every row again. An update of a table without a key would take away rows that
   * ClickHouse does not have in those words, or is not published at all.
   */
  private static String update(TargetTable table, Shape shape, String column) {
    if (shape.primaryKey().isEmpty()) {
      return "BEGIN; CREATE TEMP TABLE again AS SELECT * FROM %1$s; TRUNCATE %1$s; INSERT INTO %1$s SELECT * FROM again; COMMIT"
          .formatted(shape.table().quoted());
    }
    String quoted = '"' + table.types().source(column).replace("\"", "\"\"") + '"';
    return "UPDATE %s SET %s = %s".formatted(shape.table().quoted(), quoted, quoted);
  }
}
