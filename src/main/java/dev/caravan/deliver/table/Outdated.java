package dev.caravan.deliver.table;

import dev.caravan.change.Shape;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.Optional;

/**
 * Which events a table takes no more, because a later shape is of other rows: those of a table that
 * was dropped and created anew, and those from before a change of the key. The deletes among the
 * latter carry the old key alone, so that they could not be told in a table ordered by the new one.
 */
public final class Outdated {

  private Outdated() {}

  /** Why the shape's events are passed over while there is no table; nothing when they are not. */
  public static Optional<String> why(Shape shape, LaterShapes later) {
    return later.shapes().stream()
        .filter(each -> !each.isOfSameRelation(shape))
        .findFirst()
        .map(each -> dropped(shape));
  }

  /** Why the shape's events are passed over; nothing when the table takes them. */
  public static Optional<String> why(TargetTable table, Shape shape, LaterShapes later) {
    long relation = table.relation();
    boolean anew = relation != 0 && shape.relation() != 0 && relation != shape.relation();
    if (anew && later.shapes().stream().anyMatch(each -> each.relation() == relation)) {
      return Optional.of(dropped(shape));
    }
    if (TableFitness.hasKeyOf(table, shape)) {
      return Optional.empty();
    }
    return later.of(shape).shapes().stream()
        .filter(each -> TableFitness.hasKeyOf(table, each))
        .findFirst()
        .map(each -> RefusalText.formerKey(table, shape, each));
  }

  private static String dropped(Shape shape) {
    return shape.table() + " was dropped and created anew in PostgreSQL after them";
  }
}
