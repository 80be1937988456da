package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliverConfig;
import dev.caravan.sandbox.Sandbox;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration of a deliverer that sends to the sandbox's ClickHouse. */
final class SandboxConfig {

  private SandboxConfig() {}

  static DeliverConfig.ClickHouse of(Sandbox sandbox) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(DeliverConfig.class)
        .withDefaultValues(
            Map.of(
                "caravan.deliver.clickhouse.url", sandbox.clickhouse().url(),
                "caravan.deliver.clickhouse.database", sandbox.clickhouse().database(),
                "caravan.deliver.clickhouse.user", sandbox.clickhouse().user(),
                "caravan.deliver.clickhouse.password", sandbox.clickhouse().password()))
        .build()
        .getConfigMapping(DeliverConfig.class)
        .clickhouse();
  }
}
