package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TableChange;
import dev.caravan.deliver.table.TableChange.AddComputed;
import dev.caravan.deliver.table.TableChange.Claim;
import dev.caravan.deliver.table.TableChange.Refusal;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TargetName;
import io.micrometer.core.instrument.Counter;

/**
 * Takes the steps by which a target table follows its source.
 *
 * @param taken counts them
 */
record TableSteps(
    ClickHouseServer server,
    TargetName target,
    TableInspection inspection,
    TargetCreation creation,
    Counter taken) {

  /**
   * Takes a step.
   *
   * @return the statement that did it
   * @throws ShapeRefusedException when the table can't follow
   * @throws DeliveryException when ClickHouse does not answer or refuses
   */
  String take(TableChange step) {
    if (step instanceof Refusal refusal) {
      throw new ShapeRefusedException(refusal.message());
    }
    if (step instanceof Claim claim && claim.unlessEmpty() != null && !inspection.isEmpty()) {
      throw new ShapeRefusedException(claim.unlessEmpty());
    }
    String sql;
    if (step instanceof AddComputed computed) {
      sql = creation.add(computed);
    } else {
      sql = server.define(target, TableDdl.change(target, step));
    }
    taken.increment();
    return sql;
  }
}
