package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import dev.caravan.deliver.table.ViewDdl;
import java.util.List;
import java.util.Optional;

/** The view beside a table of Caravan's own: the columns of the shape the table is at. */
final class TargetView {

  private final ClickHouseServer server;
  private final TableInspection inspection;
  private final TargetName target;

  TargetView(ClickHouseServer server, TableInspection inspection, TargetName target) {
    this.server = server;
    this.inspection = inspection;
    this.target = target;
  }

  /**
   * Makes the view, or has it show what it should. Looked at for every shape, not only after a
   * change of the table: whoever made that may have died before the view.
   *
   * @param shape the shape the table is at
   */
  void follow(TargetTable table, Shape shape) {
    if (!table.options().log()) {
      target.view().ifPresent(view -> follow(view, table, shape));
    }
  }

  private void follow(TargetName view, TargetTable table, Shape shape) {
    Optional<String> comment = inspection.comment(view);
    if (comment.isEmpty()) {
      if (table.isMadeFor(shape) && table.options().create()) {
        server.define(view, ViewDdl.create(view, target, shape, table.options(), false));
      }
      return;
    }
    String owner = ViewDdl.owner(shape);
    boolean own = comment.get().equals(owner) || comment.get().startsWith(owner + ",");
    if (own && !(comment.get().equals(ViewDdl.comment(shape)) && isCurrent(view, table, shape))) {
      server.define(view, ViewDdl.create(view, target, shape, table.options(), true));
    }
  }

  /** A view has types of its own, which it would cast the table's to. */
  private boolean isCurrent(TargetName view, TargetTable table, Shape shape) {
    List<String> shown =
        inspection.columns(view).stream().map(each -> each.name() + " " + each.type()).toList();
    return shown.equals(ViewDdl.columns(table, shape));
  }
}
