package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.projection.ProjectedShapes;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.Outdated;
import dev.caravan.deliver.table.ReachedShape;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TableChange;
import dev.caravan.deliver.table.TablePlan;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import io.micrometer.core.instrument.Counter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the target table ready for a shape: creates it, has it follow, keeps its view up. */
final class TargetHome {

  private static final Logger LOG = LoggerFactory.getLogger(TargetHome.class);

  /** Another deliverer follows the same shapes; twice is enough to find its work done. */
  private static final int ATTEMPTS = 3;

  private final ProjectedShapes catalog;
  private final TargetName target;
  private final TableInspection inspection;
  private final TargetView view;
  private final TargetStorage storage;
  private final TargetCreation creation;
  private final ColumnTypes types;
  private final TableOptions options;
  private final Set<Shape> fitting = new HashSet<>();
  private final Set<Shape> outdated = new HashSet<>();
  private TargetTable table;
  private final TableSteps steps;
  private boolean seen;

  /**
   * @param types the types columns get
   * @param options what the route says of the table
   * @param changes counts the statements that had the table follow
   */
  TargetHome(
      ClickHouseServer server,
      ProjectedShapes catalog,
      TargetName target,
      TableInspection inspection,
      ColumnTypes types,
      TableOptions options,
      Counter changes) {
    this.catalog = catalog;
    this.target = target;
    this.inspection = inspection;
    this.types = types;
    this.options = options;
    this.view = new TargetView(server, inspection, target);
    this.storage = new TargetStorage(server, target);
    this.creation = new TargetCreation(server, target, types, options);
    this.steps = new TableSteps(server, target, inspection, creation, changes);
  }

  /** The table's name. */
  TargetName name() {
    return target;
  }

  /** Whether the table exists and tells what has landed in it. */
  boolean isThere() {
    return table != null
        || table(inspection.table()).filter(TargetTable::hasOwnColumns).isPresent();
  }

  /** Whether the shape is known to fit as the table is now. */
  private boolean fits(Shape shape) {
    return table != null && fitting.contains(shape);
  }

  /**
   * Makes the table in advance. Not where its key was another one once: whether events of that time
   * are to come is not known yet, and a table with the new key takes none of them.
   */
  void prepare(Shape latest) {
    if (isThere() || !catalog.hadAnotherKey(latest)) {
      ready(latest);
    }
  }

  /**
   * Gives the table every column the shape has.
   *
   * @return false when the shape's events are to be passed over, see {@link Outdated}
   * @throws ShapeRefusedException when the table cannot take the shape's rows
   * @throws DeliveryException when ClickHouse does not answer or refuses
   */
  boolean ready(Shape shape) {
    if (fits(shape)) {
      return true;
    }
    if (outdated.contains(shape)) {
      return false;
    }
    Optional<TargetTable> found = follow(shape);
    if (found.isPresent() && storage.follow(found.get(), shape)) {
      found = table(inspection.table());
    }
    if (found.isPresent() && !found.get().equals(table)) {
      forget();
      table = found.get();
    }
    if (outdated.contains(shape)) {
      return false;
    }
    view.follow(table, reached(shape));
    fitting.add(shape);
    return true;
  }

  /** The table as it was when a shape was last made ready. */
  TargetTable table() {
    return table;
  }

  /**
   * The newest shape the table is ready for.
   *
   * @param shape one it is ready for
   */
  Shape reached(Shape shape) {
    return ReachedShape.of(table, shape, catalog.after(shape), options.dropColumns());
  }

  /** Whether somebody has changed the table since. */
  boolean hasChanged() {
    return !table(inspection.table()).equals(Optional.ofNullable(table));
  }

  private Optional<TargetTable> table(Optional<TargetTable> found) {
    return found.map(each -> each.with(types).with(options));
  }

  /** Forgets what is known of the table, which someone may have changed. */
  void forget() {
    table = null;
    fitting.clear();
    outdated.clear();
  }

  /** The table once it fits; nothing when it takes none of the shape's events. */
  private Optional<TargetTable> follow(Shape shape) {
    catalog.check(shape);
    types.check(shape, catalog.after(shape));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<TargetTable> there = table(inspection.table());
      if (there.isEmpty()) {
        there = create(shape);
      }
      if (there.isEmpty()) {
        return there;
      }
      seen = true;
      TargetTable found = there.get();
      if (isOutdated(found, shape)) {
        return Optional.empty();
      }
      if (plan(found, shape).isEmpty()) {
        return Optional.of(found);
      }
      // Whoever took the table further than this shape knew a later one, which is announced then.
      catalog.refresh();
      if (isOutdated(found, shape)) {
        return Optional.empty();
      }
      try {
        for (TableChange step : plan(found, shape)) {
          LOG.info("For {} ClickHouse ran: {}", shape.table(), steps.take(step));
        }
      } catch (ShapeRefusedException e) {
        throw e;
      } catch (DeliveryException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.debug("Looking at {} again, which another deliverer may have changed", target, e);
      }
    }
    throw new DeliveryException(
        target + " does not stay as " + shape.table() + " needs it; does something else alter it?");
  }

  private List<TableChange> plan(TargetTable found, Shape shape) {
    return TablePlan.of(found, shape, catalog.after(shape), options.dropColumns());
  }

  private boolean isOutdated(TargetTable found, Shape shape) {
    return passOver(shape, Outdated.why(found, shape, catalog.after(shape)));
  }

  private boolean passOver(Shape shape, Optional<String> why) {
    why.ifPresent(
        text -> {
          outdated.add(shape);
          LOG.warn(
              "Passing over the events of {} of the shape {}: {}", shape.table(), shape.id(), text);
        });
    return why.isPresent();
  }

  /** Creates the table, unless the shape is that of a table PostgreSQL has no more. */
  private Optional<TargetTable> create(Shape shape) {
    catalog.refresh();
    if (passOver(shape, Outdated.why(shape, catalog.after(shape)))) {
      return Optional.empty();
    }
    // Whoever takes a table away does what a refusal said, which was that of a later shape.
    Shape made = seen ? catalog.latest(shape.table()).orElse(shape) : shape;
    catalog.check(made);
    creation.create(made);
    LOG.info("Created ClickHouse table {} for {}", target, shape.table());
    return Optional.of(
        table(inspection.table())
            .orElseThrow(() -> new DeliveryException(target + " was dropped while being created")));
  }
}
