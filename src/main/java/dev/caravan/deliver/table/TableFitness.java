package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.Optional;
import java.util.Set;

/** Whether a table can be a source table's home at all, before its columns are looked at. */
final class TableFitness {

  private TableFitness() {}

  /** Why it cannot, or nothing. */
  static Optional<String> refusal(TargetTable table, Shape shape, LaterShapes later) {
    if (TableComment.parse(table.comment()).isPresent() && !table.isMadeFor(shape)) {
      return Optional.of(RefusalText.foreign(table, shape));
    }
    for (String own : DeliveryColumns.names()) {
      if (!table.columns().containsKey(own)) {
        return Optional.of(RefusalText.lacksOwnColumn(table, own));
      }
    }
    return shape.columns().stream()
        .map(Column::name)
        .filter(name -> DeliveryColumns.type(name) != null)
        .findFirst()
        .map(name -> RefusalText.nameOfOwnColumn(shape, name))
        .or(() -> key(table, shape, later));
  }

  /**
   * Rows with one sorting key are versions of one row, so it must be the source's key, in any
   * order. A table without a key may be ordered by anything as long as its engine keeps every row.
   */
  private static Optional<String> key(TargetTable table, Shape shape, LaterShapes later) {
    if (hasKeyOf(table, shape) || later.shapes().stream().anyMatch(each -> hasKeyOf(table, each))) {
      return Optional.empty();
    }
    return Optional.of(RefusalText.otherKey(table, shape, table.sortingKey()));
  }

  /** Whether the table keeps apart the rows that the shape's key does. */
  static boolean hasKeyOf(TargetTable table, Shape shape) {
    Set<String> sortingKey = table.sortingKey();
    return shape.primaryKey().isEmpty()
        ? sortingKey.isEmpty() || table.engine().equals("MergeTree")
        : table.keyOf(shape).equals(sortingKey);
  }
}
