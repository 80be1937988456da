package dev.caravan.deliver.projection;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.row.ValueEncoder;
import dev.caravan.deliver.shape.Shapes;
import dev.caravan.deliver.table.ShapeRefusedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shapes a target's tables have, made of those that are announced for the source's.
 *
 * <p>Several of the source's may become one here, such as those that differ in a column which is
 * left out. Its place among the others is that of the last of them.
 */
public final class ProjectedShapes implements Shapes {

  private final Shapes announced;
  private final Projection projection;
  private final ColumnChoices choices;
  private final Map<Shape, Shape> sources = new ConcurrentHashMap<>();
  private final Map<Shape, Shape> projected = new ConcurrentHashMap<>();

  /**
   * @param route the route's id, for people
   */
  public ProjectedShapes(Shapes announced, Projection projection, String route) {
    this.announced = announced;
    this.projection = projection;
    this.choices = new ColumnChoices(projection.options(), route);
  }

  @Override
  public Shape shape(TableName table, String id) {
    return project(announced.shape(table, id));
  }

  @Override
  public boolean knows(TableName table, String id) {
    return announced.knows(table, id);
  }

  @Override
  public List<Shape> of(TableName table) {
    Set<Shape> all = new LinkedHashSet<>();
    for (Shape each : announced.of(table)) {
      Shape shape = project(each);
      all.remove(shape);
      all.add(shape);
    }
    return List.copyOf(all);
  }

  /** Also of a column that is left out: a table may have it from before. */
  @Override
  public boolean hadColumn(Shape shape, int number) {
    return announced.hadColumn(shape, number);
  }

  @Override
  public void refresh() {
    announced.refresh();
  }

  @Override
  public void refreshToEnd() {
    announced.refreshToEnd();
  }

  /**
   * Sees that what the route says of columns can be done to those there are.
   *
   * @throws ShapeRefusedException when it cannot
   */
  public void check(Shape shape) {
    choices.check(source(shape), shape, announced.of(shape.table()));
  }

  /**
   * Where the values of a target's column are in the events of its shape, and what writes them.
   *
   * @param target what writes values of the type the column has in ClickHouse
   */
  public SourceField field(Shape shape, Column column, ValueEncoder target) {
    for (Column each : source(shape).columns()) {
      if (projection.of(each).filter(column::equals).isPresent()) {
        return projection.field(each, target);
      }
    }
    throw new IllegalArgumentException(column + " is no column of " + shape);
  }

  private Shape source(Shape shape) {
    return sources.getOrDefault(shape, shape);
  }

  private Shape project(Shape source) {
    Shape shape = projected.computeIfAbsent(source, projection::of);
    sources.put(shape, source);
    return shape;
  }
}
