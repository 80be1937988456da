package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.shape.ShapeCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClickHouseProducerTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() {
    DeliverConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(DeliverConfig.class)
            .build()
            .getConfigMapping(DeliverConfig.class);
    camel.addComponent(
        "clickhouse",
        new ClickHouseComponent(
            config,
            new Topics("t"),
            new ShapeCatalog("t.schema-changes", Map.of()),
            new DeliverMeters(new SimpleMeterRegistry())));
    camel.start();
  }

  @AfterEach
  void close() throws Exception {
    camel.close();
  }

  @Test
  void countsTheTablesOfARoute() throws Exception {
    // When
    load("one", "- to: clickhouse:a");
    load("two", "- to: clickhouse:a", "- to: log:between", "- to: clickhouse:b");
    load(
        "within",
        "- filter:",
        "    simple: ${body}",
        "    steps:",
        "      - to: clickhouse:a",
        "- to: clickhouse:b");

    // Then
    assertThat(ClickHouseProducer.targets(camel.getRoute("one"))).isEqualTo(1);
    assertThat(ClickHouseProducer.targets(camel.getRoute("two"))).isEqualTo(2);
    assertThat(ClickHouseProducer.targets(camel.getRoute("within"))).isEqualTo(2);
  }

  @Test
  void refusesARouteThatHashesWithoutASaltOrHasAnUnknownOption() {
    assertThatThrownBy(() -> load("salt", "- to: clickhouse:a?hash.b=sha256"))
        .hasStackTraceContaining("caravan.deliver.hash-salt");
    assertThatThrownBy(() -> load("typo", "- to: clickhouse:a?exlude=b"))
        .hasStackTraceContaining("has no option exlude; it has exclude, mask.<column>");
  }

  private void load(String id, String... steps) throws Exception {
    String route =
        "- route:\n    id: %s\n    from:\n      uri: direct:%s\n      steps:\n        %s\n"
            .formatted(id, id, String.join("\n        ", steps));
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString(id + ".camel.yaml", route));
  }
}
