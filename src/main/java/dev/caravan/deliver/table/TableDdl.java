package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.table.TableChange.AddColumn;
import dev.caravan.deliver.table.TableChange.AddComputed;
import dev.caravan.deliver.table.TableChange.Claim;
import dev.caravan.deliver.table.TableChange.DropColumn;
import dev.caravan.deliver.table.TableChange.MakeNullable;
import dev.caravan.deliver.table.TableChange.ModifyColumn;
import dev.caravan.deliver.table.TableChange.Refusal;
import dev.caravan.deliver.table.TableChange.RenameColumn;
import java.util.ArrayList;
import java.util.List;

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
    return createTable(target, shape, ColumnTypes.NATURAL, TableOptions.NONE);
  }

  /**
   * The same.
   *
   * @param types what type each column gets
   * @param options what else the route says of the table
   */
  public static String createTable(
      TargetName target, Shape shape, ColumnTypes types, TableOptions options) {
    OwnNames.refusal(shape, options, types.route())
        .ifPresent(
            why -> {
              throw new ShapeRefusedException(why);
            });
    List<String> lines = new ArrayList<>();
    for (Column column : shape.columns()) {
      boolean key = shape.primaryKey().contains(column.name());
      lines.add(quote(column.name()) + " " + types.of(column, key).name() + comment(column));
    }
    options.computed().forEach((name, sql) -> lines.add(quote(name) + computed(sql)));
    DeliveryColumns.types(options.log())
        .forEach((name, type) -> lines.add(quote(name) + " " + type));
    lines.add("INDEX `by_offset` `_offset` TYPE minmax GRANULARITY 1");
    return "CREATE TABLE IF NOT EXISTS "
        + target.quoted()
        + "\n(\n    "
        + String.join(",\n    ", lines)
        + "\n)"
        + new TableLayout(shape, options, types.route()).definition(target)
        + "\nCOMMENT "
        + literal(TableComment.of(shape).toString());
  }

  /** What makes a column a computed one, behind its name and its type, if it has any. */
  private static String computed(String sql) {
    return " MATERIALIZED (" + sql + ") COMMENT " + literal(TargetColumn.commentOfComputed(sql));
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
    if (change instanceof AddComputed add) {
      return (add.anew() ? "DROP COLUMN IF EXISTS " + quote(add.name()) + ", " : "")
          + "ADD COLUMN IF NOT EXISTS "
          + quote(add.name())
          + " "
          + add.type()
          + computed(add.sql());
    }
    throw new ShapeRefusedException(((Refusal) change).message());
  }

  private static String missing(AddColumn add) {
    JsonNode missing = add.column().missing();
    return missing == null || missing.isNull() ? "" : " DEFAULT " + add.type().literal(missing);
  }

  private static String comment(Column column) {
    String comment = TargetColumn.comment(column);
    return comment.isEmpty() ? "" : " COMMENT " + literal(comment);
  }
}
