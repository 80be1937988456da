package dev.caravan.signal;

import dev.caravan.KafkaAdmin;
import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** The topic of signals itself, which is made when it is missing. */
final class SignalTopic {

  /** How long Kafka may be silent before a request ends. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(SignalTopic.class);

  private final KafkaConfig kafka;
  private final String name;
  private final Optional<Short> replicas;

  /**
   * @param replicas copies of it; the brokers' default when absent
   */
  SignalTopic(KafkaConfig kafka, String name, Optional<Short> replicas) {
    this.kafka = kafka;
    this.name = name;
    this.replicas = replicas;
  }

  String name() {
    return name;
  }

  /** What every client of the topic starts from. */
  Map<String, Object> properties() {
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return properties;
  }

  /**
   * Returns when it exists.
   *
   * @throws KafkaException when Kafka does not answer, or may not make it
   */
  void ensure() {
    try (KafkaAdmin admin = new KafkaAdmin(kafka, PATIENCE)) {
      if (admin.get(admin.client().listTopics().names()).contains(name)) {
        return;
      }
      NewTopic wanted =
          new NewTopic(name, Optional.of(1), replicas)
              .configs(
                  Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
      admin.get(admin.client().createTopics(List.of(wanted)).all());
      LOG.infof("Created topic %s", name);
    } catch (TopicExistsException e) {
      LOG.debugf("Another process created topic %s", name);
    }
  }

  /**
   * The offset behind the last signal.
   *
   * @throws KafkaException when Kafka does not answer
   */
  long end() {
    TopicPartition partition = new TopicPartition(name, 0);
    try (KafkaAdmin admin = new KafkaAdmin(kafka, PATIENCE)) {
      return admin
          .get(
              admin
                  .client()
                  .listOffsets(Map.of(partition, OffsetSpec.latest()))
                  .partitionResult(partition))
          .offset();
    }
  }
}
