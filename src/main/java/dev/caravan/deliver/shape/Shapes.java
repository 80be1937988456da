package dev.caravan.deliver.shape;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.DeliveryException;
import java.util.List;
import java.util.Optional;

/** The shapes tables have had, as far as they are announced. For any number of threads. */
public interface Shapes {

  /**
   * The shape an event names.
   *
   * @throws DeliveryException when it has not been announced, or Kafka cannot be read
   */
  Shape shape(TableName table, String id);

  /** Whether the shape was announced, as far as was read. */
  boolean knows(TableName table, String id);

  /** All of a table, oldest first, as far as was read. */
  List<Shape> of(TableName table);

  /**
   * Reads what has been announced meanwhile.
   *
   * @throws DeliveryException when Kafka cannot be read
   */
  void refresh();

  /**
   * Reads all that was written when this was called, also what is part of an open transaction: who
   * sees an event then sees the announcement of its shape. A read as others are may end before it,
   * for the partitions of a transaction do not become visible together.
   *
   * @throws DeliveryException when Kafka cannot be read, or a transaction stays open
   */
  void refreshToEnd();

  /** The shape announced last for a table, as far as was read. */
  default Optional<Shape> latest(TableName table) {
    List<Shape> all = of(table);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Whether the table's rows are told apart by another key than by the shapes it had before. */
  default boolean hadAnotherKey(Shape shape) {
    return of(shape.table()).stream()
        .filter(shape::isOfSameRelation)
        .anyMatch(each -> !each.primaryKey().equals(shape.primaryKey()));
  }

  /**
   * Whether the shape's table was ever announced with a column of the number, as far as was read.
   */
  default boolean hadColumn(Shape shape, int number) {
    return of(shape.table()).stream()
        .filter(shape::isOfSameRelation)
        .anyMatch(each -> each.columns().stream().anyMatch(c -> c.number() == number));
  }

  /**
   * The shapes of the same table that were announced after this one, oldest first, as far as was
   * read; all of them when the shape itself was not.
   */
  default LaterShapes after(Shape shape) {
    List<Shape> all = of(shape.table());
    return new LaterShapes(all.subList(all.indexOf(shape) + 1, all.size()));
  }
}
