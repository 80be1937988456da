package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.shape.LaterShapes;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.DeliveryColumns;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TableChange;
import dev.caravan.deliver.table.TableChange.Refusal;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TablePlan;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the target table ready for a shape: creates it, has it follow, keeps its view up. */
final class TargetHome {

  private static final Logger LOG = LoggerFactory.getLogger(TargetHome.class);

  /** Another deliverer follows the same shapes; twice is enough to find its work done. */
  private static final int ATTEMPTS = 3;

  private final ClickHouseServer server;
  private final ShapeCatalog catalog;
  private final TargetName target;
  private final TableInspection inspection;
  private final TargetView view;
  private final ColumnTypes types;
  private final boolean dropColumns;
  private final Set<Shape> fitting = new HashSet<>();
  private TargetTable table;

  /**
   * @param types the types columns get
   * @param dropColumns whether columns the source has no more are dropped; they stay otherwise
   */
  TargetHome(
      ClickHouseServer server,
      ShapeCatalog catalog,
      TargetName target,
      TableInspection inspection,
      ColumnTypes types,
      boolean dropColumns) {
    this.server = server;
    this.catalog = catalog;
    this.target = target;
    this.inspection = inspection;
    this.types = types;
    this.dropColumns = dropColumns;
    this.view = new TargetView(server, inspection, target, dropColumns);
  }

  /** Whether the table exists and tells what has landed in it. */
  boolean isThere() {
    return table != null
        || inspection
            .table()
            .filter(found -> found.columns().keySet().containsAll(DeliveryColumns.names()))
            .isPresent();
  }

  /** Whether the shape is known to fit as the table is now. */
  boolean fits(Shape shape) {
    return table != null && fitting.contains(shape);
  }

  /**
   * The table with every column the shape has.
   *
   * @throws ShapeRefusedException when the table cannot take the shape's rows
   * @throws DeliveryException when ClickHouse does not answer or refuses
   */
  TargetTable ready(Shape shape) {
    if (fits(shape)) {
      return table;
    }
    TargetTable found = follow(shape);
    view.follow(found, shape, catalog.after(shape));
    if (!found.equals(table)) {
      fitting.clear();
    }
    table = found;
    fitting.add(shape);
    return table;
  }

  /** Forgets what is known of the table, which someone may have changed. */
  void forget() {
    table = null;
    fitting.clear();
  }

  private TargetTable follow(Shape shape) {
    types.check(shape, catalog.after(shape));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      TargetTable found = inspection.table().orElseGet(() -> create(shape)).with(types);
      if (plan(found, shape).isEmpty()) {
        return found;
      }
      // Whoever took the table further than this shape knew a later one, which is announced then.
      catalog.refresh();
      List<TableChange> steps = plan(found, shape);
      try {
        for (TableChange step : steps) {
          if (step instanceof Refusal refusal) {
            throw new ShapeRefusedException(refusal.message());
          }
          server.execute(TableDdl.change(target, step));
          LOG.info("Changed ClickHouse table {} for {}: {}", target, shape.table(), step);
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
    LaterShapes later = catalog.after(shape);
    return TablePlan.of(found, shape, later, dropColumns);
  }

  private TargetTable create(Shape shape) {
    server.execute(TableDdl.createTable(target, shape, types));
    LOG.info("Created ClickHouse table {} for {}", target, shape.table());
    return inspection
        .table()
        .orElseThrow(() -> new DeliveryException(target + " was dropped while being created"));
  }
}
