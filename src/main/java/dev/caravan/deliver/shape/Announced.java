package dev.caravan.deliver.shape;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shapes announced so far. */
final class Announced {

  private record Key(TableName table, String id) {}

  private final Map<Key, Shape> byId = new ConcurrentHashMap<>();
  private final Map<TableName, Shape> latest = new ConcurrentHashMap<>();

  /**
   * Notes an announcement; later ones are newer.
   *
   * @param id the name the events give the shape
   */
  void add(String id, Shape shape) {
    byId.put(new Key(shape.table(), id), shape);
    latest.put(shape.table(), shape);
  }

  Optional<Shape> byId(TableName table, String id) {
    return Optional.ofNullable(byId.get(new Key(table, id)));
  }

  Optional<Shape> latest(TableName table) {
    return Optional.ofNullable(latest.get(table));
  }
}
