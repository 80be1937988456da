package dev.caravan.deliver;

import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import dev.caravan.deliver.clickhouse.ClickHouseComponent;
import dev.caravan.deliver.kafka.BatchKafkaComponent;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.sandbox.Sandbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The deliver stage in this JVM, on the sandbox's Kafka and ClickHouse. */
final class DeliverContext implements AutoCloseable {

  final DeliverState state = new DeliverState();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  private DeliverContext() {}

  /**
   * @param settings configuration keys that differ from the defaults
   */
  static DeliverContext start(
      Sandbox sandbox, Topics topics, Map<String, String> settings, String... routes)
      throws Exception {
    Map<String, String> values = new HashMap<>();
    values.put("caravan.kafka.bootstrap-servers", sandbox.kafka().bootstrapServers());
    values.put("caravan.deliver.clickhouse.url", sandbox.clickhouse().url());
    values.put("caravan.deliver.clickhouse.database", sandbox.clickhouse().database());
    values.put("caravan.deliver.clickhouse.user", sandbox.clickhouse().user());
    values.put("caravan.deliver.clickhouse.password", sandbox.clickhouse().password());
    values.putAll(settings);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(KafkaConfig.class)
            .withMapping(DeliverConfig.class)
            .withDefaultValues(values)
            .build();
    KafkaConfig kafka = config.getConfigMapping(KafkaConfig.class);
    DeliverConfig deliver = config.getConfigMapping(DeliverConfig.class);
    DeliverContext context = new DeliverContext();
    DeliverMeters meters = new DeliverMeters(context.meters);
    ShapeCatalog catalog =
        new ShapeCatalog(
            topics.schemaChanges(), Map.of("bootstrap.servers", kafka.bootstrapServers()));
    context.camel.addComponent(
        "kafka", new BatchKafkaComponent(kafka, deliver, topics, context.state, meters));
    context.camel.addComponent(
        "clickhouse", new ClickHouseComponent(deliver, topics, catalog, meters));
    context.camel.start();
    for (String route : routes) {
      PluginHelper.getRoutesLoader(context.camel)
          .loadRoutes(ResourceHelper.fromString("route.camel.yaml", route));
    }
    return context;
  }

  /** A route of one table. */
  static String route(String id, String topic, String options, String target) {
    return """
        - route:
            id: %s
            from:
              uri: kafka:%s%s
              steps:
                - to: clickhouse:%s
        """
        .formatted(id, topic, options, target);
  }

  @Override
  public void close() throws IOException {
    camel.close();
  }
}
