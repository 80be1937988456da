package dev.caravan.deliver.option;

import java.util.Map;
import java.util.Optional;

/**
 * All a route says by the options of a {@code clickhouse:} endpoint.
 *
 * @param columns of the source's columns
 * @param table of the table in ClickHouse
 * @param kafkaEngine whether ClickHouse's Kafka engine fills the table
 */
public record TargetOptions(ColumnOptions columns, TableOptions table, boolean kafkaEngine) {

  /** Nothing is said. */
  public static final TargetOptions NONE =
      new TargetOptions(ColumnOptions.NONE, TableOptions.NONE, false);

  /** The same, and how several servers hold the table. */
  public TargetOptions with(Optional<String> replication) {
    return new TargetOptions(columns, table.with(replication), kafkaEngine);
  }

  /**
   * Takes the options out of an endpoint's parameters; what is left over is none.
   *
   * @param uri the endpoint, for people
   * @param salt the configured salt
   * @throws IllegalArgumentException when one is wrong
   */
  public static TargetOptions parse(
      String uri, Map<String, Object> parameters, Optional<String> salt) {
    return new OptionReader(uri, parameters).options(salt);
  }
}
