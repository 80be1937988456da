package dev.caravan.signal;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** The topic of signals itself, which is made when it is missing. */
final class SignalTopic {

  /** How long Kafka may be silent before a request ends. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(SignalTopic.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

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
    Map<String, Object> properties = properties();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    Admin admin = Admin.create(properties);
    try {
      if (get(admin.listTopics().names()).contains(name)) {
        return;
      }
      NewTopic wanted =
          new NewTopic(name, Optional.of(1), replicas)
              .configs(
                  Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
      get(admin.createTopics(List.of(wanted)).all());
      LOG.infof("Created topic %s", name);
    } catch (TopicExistsException e) {
      LOG.debugf("Another process created topic %s", name);
    } finally {
      admin.close(CLOSE_WAIT);
    }
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("Kafka did not answer in time", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
