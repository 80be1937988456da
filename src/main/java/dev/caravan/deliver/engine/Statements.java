package dev.caravan.deliver.engine;

import java.util.List;

/** Where statements go to. */
@FunctionalInterface
public interface Statements {

  /**
   * Runs one; each row of the answer as texts, in the order asked for.
   *
   * @throws dev.caravan.deliver.DeliveryException when ClickHouse refuses or does not answer
   */
  List<String[]> rows(String sql);
}
