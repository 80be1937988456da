package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.TableEngine;
import dev.caravan.deliver.option.TableOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table as ClickHouse has it now, and what becomes of a shape's columns in it.
 *
 * @param name the table
 * @param columns its columns by name
 * @param engine its engine's name
 * @param comment its comment
 * @param types the types its columns should have
 * @param options what a route says of it
 * @param storage how ClickHouse keeps it
 */
public record TargetTable(
    TargetName name,
    Map<String, TargetColumn> columns,
    String engine,
    String comment,
    ColumnTypes types,
    TableOptions options,
    TableStorage storage) {

  public static TargetTable of(TargetName name, List<TargetColumn> columns) {
    return of(name, columns, "", "");
  }

  public static TargetTable of(
      TargetName name, List<TargetColumn> columns, String engine, String comment) {
    Map<String, TargetColumn> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    return new TargetTable(
        name, byName, engine, comment, ColumnTypes.NATURAL, TableOptions.NONE, TableStorage.NONE);
  }

  /** The same table, whose columns should have other types. */
  public TargetTable with(ColumnTypes wanted) {
    return new TargetTable(name, columns, engine, comment, wanted, options, storage);
  }

  /** The same table, of which a route says something else. */
  public TargetTable with(TableOptions said) {
    return new TargetTable(name, columns, engine, comment, types, said, storage);
  }

  /** The same table, of which is known how it is kept. */
  public TargetTable with(TableStorage kept) {
    return new TargetTable(name, columns, engine, comment, types, options, kept);
  }

  /**
   * The column that holds a source column's values: that of its number, whatever either is called,
   * else that of its name, unless it is known to hold another one's.
   */
  public Optional<TargetColumn> columnOf(Column column) {
    if (column.number() > 0) {
      for (TargetColumn each : columns.values()) {
        if (each.number() == column.number()) {
          return Optional.of(each);
        }
      }
    }
    return Optional.ofNullable(columns.get(column.name()))
        .filter(each -> each.number() == 0 || column.number() == 0)
        .filter(each -> !DeliveryColumns.types(options.log()).containsKey(each.name()));
  }

  /** Whether it was made by Caravan, which makes a view beside it, for the shape's table. */
  public boolean isMadeFor(Shape shape) {
    return TableComment.parse(comment)
        .filter(each -> each.table().equals(shape.table().toString()))
        .isPresent();
  }

  /** Whether Keeper knows its inserts, so that other servers may have it, too. */
  public boolean isReplicated() {
    return TableEngine.isReplicated(engine);
  }

  /** Whether it tells what has landed in it. */
  public boolean hasOwnColumns() {
    return columns.keySet().containsAll(DeliveryColumns.types(options.log()).keySet());
  }

  /** PostgreSQL's OID of the table whose rows it holds; 0 when its comment does not tell. */
  long relation() {
    return TableComment.parse(comment).map(TableComment::relation).orElse(0L);
  }

  /** The names of the columns it is ordered by. */
  public Set<String> sortingKey() {
    return columns.values().stream()
        .filter(TargetColumn::sortingKey)
        .map(TargetColumn::name)
        .collect(Collectors.toSet());
  }

  /** The names of its columns that hold a shape's key; of one it lacks, the source's name. */
  Set<String> keyOf(Shape shape) {
    return shape.columns().stream()
        .filter(column -> shape.primaryKey().contains(column.name()))
        .map(column -> columnOf(column).map(TargetColumn::name).orElse(column.name()))
        .collect(Collectors.toSet());
  }

  /**
   * How the column's values are written for this table.
   *
   * @throws ShapeRefusedException when the table has no such column, or it cannot hold them
   */
  public ClickHouseType typeOf(Column column, Shape shape) {
    String target = columnOf(column).map(TargetColumn::type).orElse("nothing");
    return types
        .into(column, target)
        .orElseThrow(
            () -> new ShapeRefusedException(RefusalText.doesNotFit(this, shape, column, target)));
  }

  /** What to do about a value of the column that its type in this table cannot hold, for people. */
  public String remedy(Column column, Shape shape) {
    return RefusalText.unfitValue(this, shape, column);
  }
}
