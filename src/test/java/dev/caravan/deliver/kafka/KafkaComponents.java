package dev.caravan.deliver.kafka;

import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliverState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Components whose consumers are looked at and not started. */
final class KafkaComponents {

  private KafkaComponents() {}

  /**
   * @param freshness {@code caravan.deliver.freshness}
   */
  static BatchKafkaComponent withFreshness(String freshness) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(KafkaConfig.class)
            .withMapping(DeliverConfig.class)
            .withDefaultValue("caravan.deliver.freshness", freshness)
            .build();
    return new BatchKafkaComponent(
        config.getConfigMapping(KafkaConfig.class),
        config.getConfigMapping(DeliverConfig.class),
        new Topics("p"),
        new DeliverState(),
        new DeliverMeters(new SimpleMeterRegistry()));
  }
}
