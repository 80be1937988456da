package dev.caravan.deliver.clickhouse;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.option.SqlSyntax;
import dev.caravan.deliver.option.TableEngine;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOption;
import dev.caravan.deliver.table.OptionRefusal;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TableLayout;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a route says of the storage of Caravan's own table against what the table is, and has
 * the time its rows stay follow. Of a table somebody else made it is not asked.
 */
final class TargetStorage {

  private static final Logger LOG = LoggerFactory.getLogger(TargetStorage.class);
  private final ClickHouseServer server;
  private final TargetName target;

  /** What ClickHouse was given already, should it write that down otherwise than it formats it. */
  private String given = "";

  TargetStorage(ClickHouseServer server, TargetName target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Sees that the table is kept as the route says.
   *
   * @return whether the table was changed
   * @throws ShapeRefusedException when it is not and ClickHouse cannot change it
   */
  boolean follow(TargetTable table, Shape shape) {
    TableOptions options = table.options();
    if (options.replicated().isPresent() && !TableEngine.isReplicated(table.engine())) {
      throw new ShapeRefusedException(OptionRefusal.oneServers(table));
    }
    if (!table.isMadeFor(shape)) {
      return false;
    }
    TableLayout layout = new TableLayout(shape, options, table.types().route());
    options
        .engine()
        .filter(engine -> !engine.isThatOf(table.engine()))
        .ifPresent(
            engine -> {
              throw other(table, TargetOption.ENGINE, engine.name(), table.engine());
            });
    options
        .partitionBy()
        .ifPresent(
            wanted ->
                compare(table, TargetOption.PARTITION_BY, wanted, table.storage().partitionKey()));
    if (options.orderBy().isPresent()) {
      compare(table, TargetOption.ORDER_BY, layout.orderBy(), table.storage().sortingKey());
    }
    return followTtl(table, layout.ttl());
  }

  private void compare(TargetTable table, TargetOption option, String wanted, String has) {
    if (has.isEmpty()
        || !isSame("SELECT ", SqlSyntax.unwrapped(wanted), SqlSyntax.unwrapped(has))) {
      throw other(table, option, wanted, has.isEmpty() ? "nothing" : has);
    }
  }

  private boolean followTtl(TargetTable table, String wanted) {
    String has = table.storage().ttl();
    String ttl = "ALTER TABLE t MODIFY TTL ";
    if (wanted.isEmpty() || wanted.equals(given) || !has.isEmpty() && isSame(ttl, wanted, has)) {
      return false;
    }
    String sql;
    try {
      sql = server.define(target, "ALTER TABLE " + target.quoted() + " MODIFY TTL " + wanted);
    } catch (DeliveryException e) {
      throw StatementFault.of(
          e,
          "route %s sets %s to %s"
              .formatted(
                  table.types().route(),
                  TargetOption.TTL.name(),
                  table.options().ttl().orElseThrow()));
    }
    given = wanted;
    LOG.info("Route {}: ClickHouse ran: {}", table.types().route(), sql);
    return true;
  }

  /** Whether ClickHouse understands the same of both. */
  private boolean isSame(String start, String one, String other) {
    String[] formatted =
        server
            .rows(
                "SELECT formatQuerySingleLineOrNull(%s), formatQuerySingleLineOrNull(%s)"
                    .formatted(literal(start + one), literal(start + other)))
            .get(0);
    return formatted[0].equals(formatted[1]);
  }

  private static ShapeRefusedException other(
      TargetTable table, TargetOption option, String wanted, String has) {
    TargetName name = table.name();
    String view = name.view().map(each -> "DROP VIEW IF EXISTS " + each.quoted() + "; ").orElse("");
    return new ShapeRefusedException(
        "route %s sets %s to %s, but ClickHouse table %s has %s, which ClickHouse cannot change; run in ClickHouse: %sRENAME TABLE %s TO %s, and Caravan makes a new table at once, which gets the rows by a new snapshot or by an UPDATE of each; or correct the option"
            .formatted(
                table.types().route(),
                option.name(),
                wanted,
                name,
                has,
                view,
                name.quoted(),
                new TargetName(name.database(), name.table() + "_old").quoted()));
  }
}
