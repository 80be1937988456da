package dev.caravan.deliver.clickhouse;

import com.clickhouse.client.api.ServerException;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.ShapeRefusedException;
import java.util.Set;

/** Tells a statement that is wrong, which a route's SQL made so, from one that has to wait. */
final class StatementFault {

  /**
   * ClickHouse's errors that say nothing of the statement: time, memory, space, parts, network,
   * keeper, shutdown.
   */
  private static final Set<Integer> WAITING =
      Set.of(
          3, 32, 159, 160, 164, 173, 202, 203, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285,
          319, 341, 394, 425, 439, 473, 517, 598, 745, 999, 1000, 1001, 1002);

  private StatementFault() {}

  /** Whether ClickHouse refused a statement for what it says. */
  static boolean is(DeliveryException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ServerException refusal) {
        return Remedy.of(refusal).isEmpty() && !WAITING.contains(refusal.getCode());
      }
    }
    return false;
  }

  /**
   * The failure, as one that waiting does not mend when it is the statement's.
   *
   * @param what the route and the option it comes from, and what it says
   */
  static DeliveryException of(DeliveryException failure, String what) {
    return is(failure) && !(failure instanceof ShapeRefusedException)
        ? new ShapeRefusedException(what + ", but " + failure.getMessage() + "; correct the option")
        : failure;
  }
}
