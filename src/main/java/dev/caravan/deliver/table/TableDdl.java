package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that make a source table's home in ClickHouse. */
public final class TableDdl {

  /** How many insert tokens a table remembers, so that a repeated insert is dropped. */
  static final int REMEMBERED_INSERTS = 1000;

  private TableDdl() {}

  /**
   * Creates the table that holds every change: the latest of each key survives merging.
   *
   * @throws ShapeRefusedException when a column of the source has a name Caravan needs itself
   */
  public static String createTable(TargetName target, Shape shape) {
    List<String> lines = new ArrayList<>();
    for (Column column : shape.columns()) {
      if (DeliveryColumns.type(column.name()) != null) {
        throw new ShapeRefusedException(
            shape.table()
                + " has a column "
                + column.name()
                + ", a name Caravan's own columns have; rename it or leave it out of the capture");
      }
      lines.add(definition(column, shape));
    }
    for (String name : DeliveryColumns.names()) {
      lines.add(quote(name) + " " + DeliveryColumns.type(name));
    }
    lines.add("INDEX `by_offset` `_offset` TYPE minmax GRANULARITY 1");
    return "CREATE TABLE IF NOT EXISTS "
        + target.quoted()
        + "\n(\n    "
        + String.join(",\n    ", lines)
        + "\n)\nENGINE = "
        + (shape.primaryKey().isEmpty()
            ? "MergeTree"
            : "ReplacingMergeTree(`_version`, `_deleted`)")
        + "\nORDER BY "
        + orderBy(shape)
        + "\nSETTINGS non_replicated_deduplication_window = "
        + REMEMBERED_INSERTS
        + "\nCOMMENT "
        + literal(tableComment(shape));
  }

  /** What marks a table as made by Caravan, which makes a view beside it. */
  public static String tableComment(Shape shape) {
    return "Caravan: every change of " + shape.table();
  }

  /** Adds a column the source has got. */
  public static String addColumn(TargetName target, Column column, Shape shape) {
    return "ALTER TABLE "
        + target.quoted()
        + " ADD COLUMN IF NOT EXISTS "
        + definition(column, shape);
  }

  /** The view that shows the source's columns of the rows that exist now. */
  public static String createView(TargetName view, TargetName target, Shape shape, boolean anew) {
    boolean keyed = !shape.primaryKey().isEmpty();
    return (anew ? "CREATE OR REPLACE VIEW " : "CREATE VIEW IF NOT EXISTS ")
        + view.quoted()
        + " AS SELECT "
        + shape.columns().stream().map(c -> quote(c.name())).collect(Collectors.joining(", "))
        + " FROM "
        + target.quoted()
        + (keyed ? " FINAL" : "")
        + " WHERE `_deleted` = 0 COMMENT "
        + literal(viewComment(shape));
  }

  /** What marks a view as Caravan's own, which alone may be replaced. */
  public static String viewComment(Shape shape) {
    return "Caravan: the rows of " + shape.table();
  }

  private static String definition(Column column, Shape shape) {
    boolean key = shape.primaryKey().contains(column.name());
    return quote(column.name()) + " " + TypeMapping.of(column, key).name();
  }

  private static String orderBy(Shape shape) {
    return shape.primaryKey().isEmpty()
        ? "tuple()"
        : shape.primaryKey().stream()
            .map(TargetName::quote)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
