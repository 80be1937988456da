package dev.caravan.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.DeliverConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

  private static final String TWO = "http://a:8123,http://b:8123";

  @Test
  void takesWhatGoesTogether() {
    assertThat(reason()).isEmpty();
    assertThat(reason("url", TWO, "replicated", "true", "insert-quorum", "auto")).isEmpty();
    assertThat(
            reason(
                "url", TWO, "replicated", "true", "cluster", "shop", "replica-path", "/t/{table}"))
        .isEmpty();
    assertThat(reason("cluster", "shop")).isEmpty();
  }

  @Test
  void namesWhatDoesNotAndTheRemedy() {
    assertThat(reason("url", TWO))
        .contains(
            "caravan.deliver.clickhouse.url names 2 servers, of which each must hold what the others do: set caravan.deliver.clickhouse.replicated=true, or name one");
    assertThat(reason("url", "http://a:8123,http://a:8123").orElseThrow())
        .contains("names http://a:8123 twice");
    assertThat(reason("url", "http://a:8123,http://me:secret@b:8123").orElseThrow())
        .startsWith("caravan.deliver.clickhouse.url must be ClickHouse's HTTP interface")
        .doesNotContain("secret");
    assertThat(reason("url", "ch1:8123").orElseThrow()).contains("http://host:8123");
    assertThat(reason("replicated", "true", "insert-quorum", "most").orElseThrow())
        .contains("insert-quorum=most must be a number of replicas, or auto");
    assertThat(reason("replicated", "true", "replica-path", "t/{table}").orElseThrow())
        .contains("replica-path=t/{table} must begin with /");
    assertThat(reason("insert-quorum", "2").orElseThrow())
        .contains("insert-quorum=2 is for replicated tables")
        .contains("replicated=true");
    assertThat(reason("replicated", "true", "cluster", "shop", "replica-path", "/t").orElseThrow())
        .contains("replica-path=/t would be that of every table: put {uuid} or {table} into it");
    assertThat(reason("replicated", "true", "replica-path", "/t/{table}").orElseThrow())
        .contains("needs caravan.deliver.clickhouse.cluster");
    assertThat(reason("replicated", "true", "replica-name", "{host}").orElseThrow())
        .contains("needs caravan.deliver.clickhouse.replica-path");
    assertThat(
            reason(
                    "replicated",
                    "true",
                    "cluster",
                    "shop",
                    "replica-path",
                    "/t/{table}",
                    "replica-name",
                    "one")
                .orElseThrow())
        .contains("replica-name=one would be that of every server");
  }

  private static Optional<String> reason(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("caravan.deliver.clickhouse." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return ClusterCheck.reason(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(DeliverConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(DeliverConfig.class)
            .clickhouse());
  }
}
