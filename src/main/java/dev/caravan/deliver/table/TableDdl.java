package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.table.TableChange.AddColumn;
import dev.caravan.deliver.table.TableChange.Claim;
import dev.caravan.deliver.table.TableChange.DropColumn;
import dev.caravan.deliver.table.TableChange.MakeNullable;
import dev.caravan.deliver.table.TableChange.ModifyColumn;
import dev.caravan.deliver.table.TableChange.Refusal;
import dev.caravan.deliver.table.TableChange.RenameColumn;
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
    return createTable(target, shape, ColumnTypes.NATURAL);
  }

  /**
   * The same.
   *
   * @param types what type each column gets
   */
  public static String createTable(TargetName target, Shape shape, ColumnTypes types) {
    List<String> lines = new ArrayList<>();
    for (Column column : shape.columns()) {
      if (DeliveryColumns.type(column.name()) != null) {
        throw new ShapeRefusedException(RefusalText.nameOfOwnColumn(shape, column.name()));
      }
      boolean key = shape.primaryKey().contains(column.name());
      lines.add(quote(column.name()) + " " + types.of(column, key).name() + comment(column));
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
        + literal(TableComment.of(shape).toString());
  }

  /**
   * Makes one change of a table; once it is made, the statement changes nothing.
   *
   * @throws ShapeRefusedException when the change is a refusal
   */
  public static String change(TargetName target, TableChange change) {
    return "ALTER TABLE " + target.quoted() + " " + clause(change);
  }

  private static String clause(TableChange change) {
    if (change instanceof Claim claim) {
      return "MODIFY COMMENT " + literal(claim.comment());
    }
    if (change instanceof AddColumn add) {
      return "ADD COLUMN IF NOT EXISTS "
          + quote(add.name())
          + " "
          + add.type().name()
          + missing(add)
          + comment(add.column());
    }
    if (change instanceof RenameColumn rename) {
      return "RENAME COLUMN IF EXISTS " + quote(rename.from()) + " TO " + quote(rename.to());
    }
    if (change instanceof ModifyColumn modify) {
      String comment = literal(TargetColumn.comment(modify.column()));
      return modify.retype()
          ? "MODIFY COLUMN IF EXISTS "
              + quote(modify.name())
              + " "
              + modify.type()
              + " COMMENT "
              + comment
          : "COMMENT COLUMN IF EXISTS " + quote(modify.name()) + " " + comment;
    }
    if (change instanceof MakeNullable nullable) {
      return "MODIFY COLUMN IF EXISTS " + quote(nullable.name()) + " " + nullable.type();
    }
    if (change instanceof DropColumn drop) {
      return "DROP COLUMN IF EXISTS " + quote(drop.name());
    }
    throw new ShapeRefusedException(((Refusal) change).message());
  }

  /** The view that shows the source's columns of the rows that exist now. */
  public static String createView(TargetName view, TargetName target, Shape shape, boolean anew) {
    String columns =
        shape.columns().stream().map(c -> quote(c.name())).collect(Collectors.joining(", "));
    return (anew ? "CREATE OR REPLACE VIEW " : "CREATE VIEW IF NOT EXISTS ")
        + view.quoted()
        + " AS SELECT "
        + columns
        + " FROM "
        + currentRows(target, shape, columns)
        + " COMMENT "
        + literal(viewComment(shape));
  }

  /** Without a key a row is there as often as it came minus as often as it went. */
  private static String currentRows(TargetName target, Shape shape, String columns) {
    if (!shape.primaryKey().isEmpty()) {
      return target.quoted() + " FINAL WHERE `_deleted` = 0";
    }
    if (shape.appendOnly()) {
      return target.quoted() + " WHERE `_deleted` = 0";
    }
    // The names of Caravan's own columns, which no column of the source has, stand for the counts.
    return "(SELECT "
        + columns
        + ", sum(if(`_deleted` = 1, -1, 1)) AS `_version` FROM "
        + target.quoted()
        + " GROUP BY "
        + columns
        + ") ARRAY JOIN range(toUInt64(greatest(`_version`, 0))) AS `_offset`";
  }

  /** What the comment of a view of Caravan's own, which alone may be replaced, begins with. */
  public static String viewOwner(Shape shape) {
    return "Caravan: the rows of " + shape.table();
  }

  /** The comment of a view of the shape. */
  public static String viewComment(Shape shape) {
    return viewOwner(shape) + ", shape " + shape.id();
  }

  private static String missing(AddColumn add) {
    JsonNode missing = add.column().missing();
    return missing == null || missing.isNull() ? "" : " DEFAULT " + add.type().literal(missing);
  }

  private static String comment(Column column) {
    String comment = TargetColumn.comment(column);
    return comment.isEmpty() ? "" : " COMMENT " + literal(comment);
  }

  private static String orderBy(Shape shape) {
    return shape.primaryKey().isEmpty()
        ? "tuple()"
        : shape.primaryKey().stream()
            .map(TargetName::quote)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
