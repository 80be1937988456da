package dev.caravan.deliver;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import dev.caravan.deliver.clickhouse.ClickHouseComponent;
import dev.caravan.deliver.engine.EngineGroups;
import dev.caravan.deliver.kafka.BatchKafkaComponent;
import dev.caravan.deliver.shape.ShapeCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Gives Camel the components that deliver routes are made of, under the schemes they use. */
@ApplicationScoped
public class DeliverComponents {

  /** {@code kafka:}, in place of Camel's own. */
  @Produces
  @Singleton
  @Named("kafka")
  BatchKafkaComponent kafka(
      CaravanConfig caravan,
      KafkaConfig kafka,
      DeliverConfig config,
      DeliverState state,
      DeliverMeters meters) {
    return new BatchKafkaComponent(kafka, config, new Topics(caravan.topicPrefix()), state, meters);
  }

  /** {@code clickhouse:}. */
  @Produces
  @Singleton
  @Named("clickhouse")
  ClickHouseComponent clickhouse(
      CaravanConfig caravan, KafkaConfig kafka, DeliverConfig config, DeliverMeters meters) {
    Topics topics = new Topics(caravan.topicPrefix());
    Map<String, Object> properties = KafkaClients.properties(kafka);
    return new ClickHouseComponent(
        config,
        topics,
        new ShapeCatalog(topics.schemaChanges(), properties),
        meters,
        Optional.of(new EngineGroups(kafka)));
  }
}
