package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterLookTest {

  private static final String URL = "http://a:8123";

  @Test
  void tellsWhichClustersThereAre() {
    assertThatThrownBy(() -> ClusterLook.check("shop", Map.of("main", 1, "all", 2), URL))
        .hasMessage(
            "caravan.deliver.clickhouse.cluster is shop, but ClickHouse at http://a:8123 knows no cluster of that name; it knows all, main");
    assertThatThrownBy(() -> ClusterLook.check("shop", Map.of(), URL))
        .hasMessageContaining("it knows none");
    assertThatCode(() -> ClusterLook.check("shop", Map.of("shop", 1), URL))
        .doesNotThrowAnyException();
  }

  @Test
  void takesOneShardOnly() {
    assertThatThrownBy(() -> ClusterLook.check("shop", Map.of("shop", 3), URL))
        .hasMessageContaining("is shop, which has 3 shards; expected one of a single shard");
  }

  @Test
  void tellsWhichMacrosAreMissing() {
    // Given
    Set<String> wanted = ClusterLook.macros("'/t/{uuid}/{shard}/{table}', '{host}'");

    // Then
    assertThat(wanted).containsExactlyInAnyOrder("shard", "host");
    assertThatThrownBy(() -> ClusterLook.check(wanted, Set.of("shard", "replica"), URL))
        .hasMessage(
            "caravan.deliver.clickhouse.replica-path and caravan.deliver.clickhouse.replica-name use the macros host, shard, but ClickHouse at http://a:8123 lacks host; it defines replica, shard: define them there under <macros>");
    assertThatCode(() -> ClusterLook.check(wanted, Set.of("shard", "host"), URL))
        .doesNotThrowAnyException();
  }
}
