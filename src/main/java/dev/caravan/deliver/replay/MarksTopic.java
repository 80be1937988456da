package dev.caravan.deliver.replay;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic of marks itself: made when first needed, and asked for its end. */
final class MarksTopic implements AutoCloseable {

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final Admin admin;
  private final String topic;
  private final Duration patience;

  MarksTopic(KafkaConfig kafka, String topic, Duration patience) {
    this.topic = topic;
    this.patience = patience;
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    admin = Admin.create(properties);
  }

  /** Creates it where it is missing, with as many copies as the letters have. */
  void ensure(short replicas) {
    NewTopic wanted =
        new NewTopic(topic, 1, replicas)
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      get(admin.createTopics(List.of(wanted)).all());
    } catch (TopicExistsException e) {
      // Another process was quicker.
    }
  }

  /**
   * The offset behind the last mark anybody has written, whether it is committed or not. A reader
   * of committed records that stopped at the first open transaction would not see the marks that
   * were committed behind it.
   */
  long end() {
    TopicPartition marks = new TopicPartition(topic, 0);
    return get(admin
            .listOffsets(
                Map.of(marks, OffsetSpec.latest()),
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
            .partitionResult(marks))
        .offset();
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("Kafka did not answer in time", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE_WAIT);
  }
}
