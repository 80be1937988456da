package dev.caravan.deliver.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The Kafka client's properties: the endpoint's options, and what batches cannot do without. */
final class ConsumerSettings {

  private static final int SESSION_TIMEOUT_MS = 8_000;
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
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
    // Polls never wait for a delivery, so a consumer that is silent for this long is dead; until
    // then nobody else gets its partitions, and its tables stand still.
    properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 4);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return properties;
  }
}
