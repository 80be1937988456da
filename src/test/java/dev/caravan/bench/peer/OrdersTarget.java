package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Orders;
import java.util.List;

/** The target of {@link Orders}, with the columns it has by Caravan. */
public final class OrdersTarget {

  public static final EngineTable TABLE =
      new EngineTable(
          Orders.TABLE,
          List.of(
              EngineColumn.plain("id", "Int64"),
              EngineColumn.plain("customer_id", "Int32"),
              EngineColumn.plain("status", "String"),
              EngineColumn.decimal("total"),
              EngineColumn.plain("note", "Nullable(String)"),
              EngineColumn.instant("placed_at")));

  private OrdersTarget() {}
}
