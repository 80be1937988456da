package dev.caravan.deliver.table;

import dev.caravan.change.Shape;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.HashSet;
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
    for (String own : DeliveryColumns.types(table.options().log()).keySet()) {
      if (!table.columns().containsKey(own)) {
        return Optional.of(RefusalText.lacksOwnColumn(table, own));
      }
    }
    return TableLayout.unfit(
            table.name(),
            shape,
            table.options(),
            table.storage().isPartitioned(),
            table.types().route())
        .or(() -> OwnNames.refusal(shape, table.options(), table.types().route()))
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
    if (table.options().log()) {
      return Optional.of(OptionRefusal.noLog(table));
    }
    Set<String> key = new HashSet<>(table.sortingKey());
    boolean differsInDeletes =
        table.options().keepDeleted() != key.remove(DeliveryColumns.DELETED)
            && key.equals(table.keyOf(shape));
    return Optional.of(
        differsInDeletes
            ? RefusalText.otherDeletes(table, shape)
            : RefusalText.otherKey(table, shape, table.sortingKey()));
  }

  /**
   * Whether the table keeps apart the rows that the shape's key does. A log keeps every row apart,
   * so it may be ordered by anything.
   */
  static boolean hasKeyOf(TargetTable table, Shape shape) {
    Set<String> sortingKey = table.sortingKey();
    if (table.options().log()) {
      return table.engine().matches("(Replicated|Shared)?MergeTree");
    }
    if (shape.primaryKey().isEmpty()) {
      return sortingKey.isEmpty() || table.engine().matches("(Replicated|Shared)?MergeTree");
    }
    Set<String> key = new HashSet<>(table.keyOf(shape));
    if (table.options().keepDeleted()) {
      key.add(DeliveryColumns.DELETED);
    }
    return key.equals(sortingKey);
  }
}
