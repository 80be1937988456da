package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Waiting;
import dev.caravan.sandbox.PostgresService;

/**
 * ClickHouse's experimental database engine that is a replica of PostgreSQL's by itself, with
 * neither Kafka nor a process of its own.
 */
public final class MaterializedPostgres {

  private MaterializedPostgres() {}

  /**
   * Makes the replica of {@code inventory.orders}, and a view of it in the lane's own database.
   * Returns when the table is there.
   */
  public static void start(Lane lane) throws Exception {
    PostgresService server = lane.sandbox().postgres();
    lane.clickhouse(
        """
        CREATE DATABASE %s ENGINE = MaterializedPostgreSQL('%s:%d', '%s', '%s', '%s')
        SETTINGS materialized_postgresql_schema = 'inventory',
          materialized_postgresql_tables_list = 'orders'
        """
            .formatted(
                replica(lane),
                server.host(),
                server.port(),
                lane.source().name(),
                server.user(),
                server.password()));
    Waiting.until(
        () -> lane.count("EXISTS " + replica(lane) + ".orders") == 1,
        () -> "MaterializedPostgreSQL makes no table");
    lane.clickhouse(
        "CREATE VIEW orders AS SELECT id, customer_id, status, total, note, placed_at FROM "
            + replica(lane)
            + ".orders");
  }

  /** Dropped with the lane. */
  private static String replica(Lane lane) {
    return lane.name() + "_replica";
  }
}
