package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the target table ready for a shape: creates it, adds columns, keeps its view up. */
final class TargetHome {

  private static final Logger LOG = LoggerFactory.getLogger(TargetHome.class);

  private final ClickHouseServer server;
  private final TargetName target;
  private final TableInspection inspection;
  private final Set<Shape> fitting = new HashSet<>();
  private TargetTable table;

  TargetHome(ClickHouseServer server, TargetName target, TableInspection inspection) {
    this.server = server;
    this.target = target;
    this.inspection = inspection;
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
    TargetTable found = inspection.table().orElseGet(() -> create(shape));
    List<Column> missing = found.missing(shape);
    if (!missing.isEmpty()) {
      for (Column column : missing) {
        server.execute(TableDdl.addColumn(target, column, shape));
        LOG.info(
            "Added column {} of {} to ClickHouse table {}", column.name(), shape.table(), target);
      }
      found = inspection.table().orElseThrow();
    }
    // Looked at for every shape, not only after a change of the table: whoever made that may have
    // died before the view.
    target.view().ifPresent(view -> showAll(view, shape));
    table = found;
    fitting.add(shape);
    return table;
  }

  /** Forgets what is known of the table, which someone may have changed. */
  void forget() {
    table = null;
    fitting.clear();
  }

  private TargetTable create(Shape shape) {
    server.execute(TableDdl.createTable(target, shape));
    LOG.info("Created ClickHouse table {} for {}", target, shape.table());
    return inspection
        .table()
        .orElseThrow(() -> new DeliveryException(target + " was dropped while being created"));
  }

  /** Makes the view beside a table of Caravan's own, and has it show every column of the shape. */
  private void showAll(TargetName view, Shape shape) {
    Optional<String> comment = inspection.comment(view);
    if (comment.isEmpty()) {
      if (inspection.comment(target).filter(TableDdl.tableComment(shape)::equals).isPresent()) {
        server.execute(TableDdl.createView(view, target, shape, false));
      }
    } else if (comment.get().equals(TableDdl.viewComment(shape))
        && !inspection
            .columns(view)
            .containsAll(shape.columns().stream().map(Column::name).toList())) {
      server.execute(TableDdl.createView(view, target, shape, true));
    }
  }
}
