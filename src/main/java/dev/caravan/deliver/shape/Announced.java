package dev.caravan.deliver.shape;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes announced so far, those of a table in the order of their last announcement. */
final class Announced {

  private final Map<TableName, LinkedHashMap<String, Shape>> tables = new LinkedHashMap<>();

  /**
   * Notes an announcement; later ones are newer, also of a shape the table had before.
   *
   * @param id the name the events give the shape
   */
  synchronized void add(String id, Shape shape) {
    LinkedHashMap<String, Shape> shapes =
        tables.computeIfAbsent(shape.table(), table -> new LinkedHashMap<>());
    shapes.remove(id);
    shapes.put(id, shape);
  }

  synchronized Optional<Shape> byId(TableName table, String id) {
    return Optional.ofNullable(shapes(table).get(id));
  }

  synchronized Optional<Shape> latest(TableName table) {
    Shape latest = null;
    for (Shape each : shapes(table).values()) {
      latest = each;
    }
    return Optional.ofNullable(latest);
  }

  /** What was announced after the shape, oldest first; all of it when the shape itself was not. */
  synchronized LaterShapes after(Shape shape) {
    List<Shape> all = List.copyOf(shapes(shape.table()).values());
    return new LaterShapes(all.subList(all.indexOf(shape) + 1, all.size()));
  }

  /** All of a table, oldest first. */
  synchronized List<Shape> of(TableName table) {
    return List.copyOf(shapes(table).values());
  }

  private Map<String, Shape> shapes(TableName table) {
    return tables.getOrDefault(table, new LinkedHashMap<>());
  }
}
