package dev.caravan.routes;

import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.clickhouse.ClickHouseComponent;
import dev.caravan.deliver.kafka.BatchKafkaComponent;
import dev.caravan.deliver.shape.ShapeCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with the components of deliver routes, and no server to talk to. */
final class CheckContext {

  static final Topics TOPICS = new Topics("shop");

  private CheckContext() {}

  static DefaultCamelContext start() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(KafkaConfig.class)
            .withMapping(DeliverConfig.class)
            .withDefaultValue("caravan.kafka.bootstrap-servers", "localhost:1")
            .build();
    KafkaConfig kafka = config.getConfigMapping(KafkaConfig.class);
    DeliverConfig deliver = config.getConfigMapping(DeliverConfig.class);
    DeliverMeters meters = new DeliverMeters(new SimpleMeterRegistry());
    ShapeCatalog catalog =
        new ShapeCatalog(
            TOPICS.schemaChanges(), Map.of("bootstrap.servers", kafka.bootstrapServers()));
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.addComponent(
        "kafka", new BatchKafkaComponent(kafka, deliver, TOPICS, new DeliverState(), meters));
    camel.addComponent("clickhouse", new ClickHouseComponent(deliver, TOPICS, catalog, meters));
    Properties properties = new Properties();
    properties.setProperty("caravan.topic-prefix", TOPICS.prefix());
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.start();
    return camel;
  }
}
