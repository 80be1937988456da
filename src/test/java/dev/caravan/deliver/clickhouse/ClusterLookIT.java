package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.check.run.ClickHouseEngine;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.sandbox.SandboxClickHouse;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster of two servers, of which one has more than the other. */
class ClusterLookIT {

  @Test
  void makesNoTableThatAnotherServerHas() throws IOException {
    try (ClickHouseEngine.Server one = start();
        ClickHouseEngine.Server other = start();
        ClickHouseServer both = server(one.access(), url(one) + "," + url(other))) {
      // Given
      TargetName target = new TargetName(one.access().database(), "orders_final");
      ClusterLook look = new ClusterLook(both, target);
      assertThatCode(look::check).doesNotThrowAnyException();

      // When
      other.access().query("CREATE TABLE orders_final (id Int32) ENGINE = MergeTree ORDER BY id");

      // Then
      assertThatThrownBy(look::check)
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              "ClickHouse at %s has table %s, but %s lacks it: create it there with the same UUID or path in Keeper, or take that server out of caravan.deliver.clickhouse.url"
                  .formatted(url(other), target, url(one)));
    }
  }

  private static ClickHouseEngine.Server start() {
    return new SandboxClickHouse().start(line -> {}).orElseThrow();
  }

  private static String url(ClickHouseEngine.Server server) {
    return server.access().url();
  }

  private static ClickHouseServer server(ClickHouseAccess access, String urls) {
    return new ClickHouseServer(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(DeliverConfig.class)
            .withDefaultValues(
                Map.of(
                    "caravan.deliver.clickhouse.url", urls,
                    "caravan.deliver.clickhouse.cluster", "alone",
                    "caravan.deliver.clickhouse.database", access.database(),
                    "caravan.deliver.clickhouse.user", access.user(),
                    "caravan.deliver.clickhouse.password", access.password()))
            .build()
            .getConfigMapping(DeliverConfig.class)
            .clickhouse());
  }
}
