package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The view beside a table of Caravan's own. */
public final class ViewDdl {

  /** When a row that the view shows as deleted was. */
  static final String DELETED_AT = "_deleted_at";

  private ViewDdl() {}

  /**
   * The view that shows the rows there are: the source's columns and those that are computed, and
   * where deleted rows are kept also these, with what tells them from others.
   *
   * @param anew whether a view that is there is replaced
   */
  public static String create(
      TargetName view, TargetName target, Shape shape, TableOptions options, boolean anew) {
    return (anew ? "CREATE OR REPLACE VIEW " : "CREATE VIEW IF NOT EXISTS ")
        + view.quoted()
        + " AS SELECT "
        + (options.keepDeleted()
            ? keptRows(target, shape, options)
            : columns(shape, options) + " FROM " + currentRows(target, shape, options))
        + " COMMENT "
        + literal(comment(shape));
  }

  /** The columns the view should have, each with its type, of those the table has. */
  public static List<String> columns(TargetTable table, Shape shape) {
    List<String> columns = new ArrayList<>();
    for (String name : names(shape, table.options())) {
      TargetColumn each = table.columns().get(name);
      if (each != null) {
        columns.add(each.name() + " " + each.type());
      }
    }
    if (table.options().keepDeleted()) {
      columns.add(DeliveryColumns.DELETED + " UInt8");
      columns.add(DELETED_AT + " Nullable(" + TypeMapping.UTC_MICROS + ")");
    }
    return columns;
  }

  /** What the comment of a view of Caravan's own, which alone may be replaced, begins with. */
  public static String owner(Shape shape) {
    return "Caravan: the rows of " + shape.table();
  }

  /** The comment of a view of the shape. */
  public static String comment(Shape shape) {
    return owner(shape) + ", shape " + shape.id();
  }

  private static List<String> names(Shape shape, TableOptions options) {
    List<String> names = new ArrayList<>(shape.columns().stream().map(Column::name).toList());
    names.addAll(options.computed().keySet());
    return names;
  }

  private static String columns(Shape shape, TableOptions options) {
    return names(shape, options).stream().map(TargetName::quote).collect(Collectors.joining(", "));
  }

  /** Without a key a row is there as often as it came minus as often as it went. */
  private static String currentRows(TargetName target, Shape shape, TableOptions options) {
    if (!shape.primaryKey().isEmpty()) {
      return target.quoted() + " FINAL WHERE `_deleted` = 0";
    }
    if (shape.appendOnly()) {
      return target.quoted() + " WHERE `_deleted` = 0";
    }
    // The names of Caravan's own columns, which no column of the source has, stand for the counts.
    String columns = columns(shape, options);
    return "(SELECT "
        + columns
        + ", sum(if(`_deleted` = 1, -1, 1)) AS `_version` FROM "
        + target.quoted()
        + " GROUP BY "
        + columns
        + ") ARRAY JOIN range(toUInt64(greatest(`_version`, 0))) AS `_offset`";
  }

  /**
   * The last version of each row that there ever was, beside when it was deleted, if it is. The
   * names of Caravan's own columns stand for both.
   */
  private static String keptRows(TargetName target, Shape shape, TableOptions options) {
    List<String> shown = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String name : names(shape, options)) {
      if (shape.primaryKey().contains(name)) {
        shown.add(quote(name));
      } else {
        values.add(quote(name));
        shown.add("tupleElement(`_partition`, " + values.size() + ") AS " + quote(name));
      }
    }
    String key =
        shape.primaryKey().stream().map(TargetName::quote).collect(Collectors.joining(", "));
    return String.join(", ", shown)
        + ", isNotNull(`_offset`) AS `_deleted`, `_offset` AS `_deleted_at` FROM (SELECT "
        + key
        + (values.isEmpty()
            ? ""
            : ", argMaxIf(tuple("
                + String.join(", ", values)
                + "), `_version`, `_deleted` = 0) AS `_partition`")
        + ", if(argMax(`_deleted`, `_version`) = 1, argMax(`_committed_at`, `_version`), NULL)"
        + " AS `_offset` FROM "
        + target.quoted()
        + " GROUP BY "
        + key
        + " HAVING min(`_deleted`) = 0) SETTINGS optimize_aggregation_in_order = 1";
  }
}
