package dev.caravan.deliver.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The Kafka client's properties: the endpoint's options, and what batches cannot do without. */
final class ConsumerSettings {

  private static final int RECORDS_A_POLL = 10_000;

  private ConsumerSettings() {}

  /**
   * @param group the consumer group when the route names none
   */
  static Properties of(BatchKafkaEndpoint endpoint, String group) {
    KafkaConfiguration configuration = endpoint.getConfiguration();
    Properties properties = configuration.createConsumerProperties();
    endpoint.updateClassProperties(properties);
    properties.put(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        endpoint.getKafkaClientFactory().getBrokers(configuration));
    properties.put(
        ConsumerConfig.GROUP_ID_CONFIG,
        configuration.getGroupId() == null ? group : configuration.getGroupId());
    if (configuration.getGroupInstanceId() != null) {
      properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, configuration.getGroupInstanceId());
    }
    // GroupContact wants to know how long the last heartbeats took, not those of a minute ago, or a
    // slow one, such as one that waited for a rebalance, would look like lost contact that long.
    properties.put(
        ConsumerConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG,
        Math.max(1000, configuration.getHeartbeatIntervalMs()));
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Events of a batch that was given up must not land, nor may commits be read that are open.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return properties;
  }
}
