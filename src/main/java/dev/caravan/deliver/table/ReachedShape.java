package dev.caravan.deliver.table;

import dev.caravan.change.Shape;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.List;

/** How far a table has followed its source. */
public final class ReachedShape {

  private ReachedShape() {}

  /**
   * The newest shape the table is ready for; later ones may be refused, or not come yet.
   *
   * @param shape one the table is ready for
   * @param later the shapes after that one
   * @param dropColumns whether columns the source has no more are dropped
   */
  public static Shape of(TargetTable table, Shape shape, LaterShapes later, boolean dropColumns) {
    List<Shape> shapes = later.shapes();
    for (int i = shapes.size() - 1; i >= 0; i--) {
      Shape each = shapes.get(i);
      LaterShapes after = new LaterShapes(shapes.subList(i + 1, shapes.size()));
      if (Outdated.why(table, each, after).isEmpty()
          && TablePlan.of(table, each, after, dropColumns).isEmpty()) {
        return each;
      }
    }
    return shape;
  }
}
