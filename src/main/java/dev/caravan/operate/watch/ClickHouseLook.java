package dev.caravan.operate.watch;

import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.clickhouse.ClickHouseServer;

/** Asks ClickHouse for a 1, as the user who inserts. */
final class ClickHouseLook implements Look {

  private final DeliverConfig config;
  private ClickHouseServer server;

  ClickHouseLook(DeliverConfig config) {
    this.config = config;
  }

  @Override
  public void look() {
    if (server == null) {
      server = new ClickHouseServer(config.clickhouse(), LIMIT);
    }
    server.rows("SELECT 1");
  }
}
