package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOption;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TableChange.AddComputed;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TableLayout;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.ViewDdl;

/** Makes what a route wants of its table; what it wrote itself may be wrong. */
record TargetCreation(
    ClickHouseServer server, TargetName target, ColumnTypes types, TableOptions options) {

  /**
   * Creates the table.
   *
   * @throws ShapeRefusedException when the route says so in words ClickHouse does not understand,
   *     or not at all
   */
  void create(Shape shape) {
    String sql = TableDdl.createTable(target, shape, types, options);
    if (!options.create()) {
      throw new ShapeRefusedException(
          "route %s sets %s to false, and ClickHouse has no table %s; run there: %s%s"
              .formatted(
                  types.route(),
                  TargetOption.CREATE.name(),
                  target,
                  server.cluster().everywhere(sql, target),
                  view(shape)));
    }
    try {
      new ClusterLook(server, target).check();
      server.define(target, sql);
    } catch (DeliveryException e) {
      if (!options.shapesTable()) {
        throw e;
      }
      throw StatementFault.of(
          e,
          "route %s says by %s how ClickHouse makes table %s"
              .formatted(types.route(), TableLayout.chosen(options), target));
    }
  }

  private String view(Shape shape) {
    return options.log()
        ? ""
        : target
            .view()
            .map(
                view ->
                    ";\n"
                        + server
                            .cluster()
                            .everywhere(ViewDdl.create(view, target, shape, options, false), view))
            .orElse("");
  }

  /**
   * Adds a computed column, of the type its values have.
   *
   * @return the statement that did
   */
  String add(AddComputed computed) {
    try {
      String[] described =
          server
              .rows("DESCRIBE (SELECT (" + computed.sql() + ") FROM " + target.quoted() + ")")
              .get(0);
      return server.define(target, TableDdl.change(target, computed.of(described[1])));
    } catch (DeliveryException e) {
      throw StatementFault.of(
          e,
          "route %s sets %s%s to %s"
              .formatted(
                  types.route(), TargetOption.COMPUTED.prefix(), computed.name(), computed.sql()));
    }
  }
}
