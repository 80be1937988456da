package dev.caravan.deliver.shape;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.List;
import java.util.function.Predicate;

/**
 * The shapes a table has got after a given one. They tell a table that is ahead of an event from
 * one that is behind it: what a later shape has must not be taken back.
 *
 * @param shapes the shapes, oldest first
 */
public record LaterShapes(List<Shape> shapes) {

  /** What follows the newest shape. */
  public static final LaterShapes NONE = new LaterShapes(List.of());

  public LaterShapes {
    shapes = List.copyOf(shapes);
  }

  /** Those of the same table of PostgreSQL; the numbers of another one's columns say nothing. */
  public LaterShapes of(Shape shape) {
    return new LaterShapes(shapes.stream().filter(shape::isOfSameRelation).toList());
  }

  /** Whether some later shape has a column of the number that meets the condition. */
  public boolean has(int number, Predicate<Column> condition) {
    return shapes.stream()
        .flatMap(shape -> shape.columns().stream())
        .anyMatch(column -> column.number() == number && condition.test(column));
  }

  /** Whether some later shape has a column of the number under the name. */
  public boolean has(int number, String name) {
    return has(number, column -> column.name().equals(name));
  }

  /** Whether some later shape has no column of the number, because it was dropped. */
  public boolean lacks(int number) {
    return shapes.stream()
        .anyMatch(shape -> shape.columns().stream().noneMatch(c -> c.number() == number));
  }
}
