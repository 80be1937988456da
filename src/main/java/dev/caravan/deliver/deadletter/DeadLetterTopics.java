package dev.caravan.deliver.deadletter;

import dev.caravan.KafkaRemedy;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliveryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topic of a table's dead letters, like the table's own in all that matters. */
final class DeadLetterTopics {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTopics.class);
  private static final long LIMIT_SECONDS = 20;

  /** Bytes a letter may have more than its event, which are those of its headers. */
  private static final int ROOM_FOR_HEADERS = 1 << 16;

  /** What the capture gives the tables' topics; for users who may not look. */
  private static final long LARGEST_EVENT = 64L << 20;

  private final Map<String, Object> kafka;
  private final Map<String, Integer> partitions = new HashMap<>();

  DeadLetterTopics(Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  /**
   * Makes sure that letters of the partition have a place. Asks Kafka only once a topic.
   *
   * @throws DeliveryException when they have none
   */
  void ensure(String changes, int partition) {
    if (partition < partitions.getOrDefault(changes, 0)) {
      return;
    }
    String letters = Topics.deadLettersOf(changes);
    Admin admin = Admin.create(kafka);
    try {
      TopicDescription source = describe(admin, changes);
      int wanted = source.partitions().size();
      if (!create(admin, letters, source)) {
        int present = describe(admin, letters).partitions().size();
        if (present < wanted) {
          admin
              .createPartitions(Map.of(letters, NewPartitions.increaseTo(wanted)))
              .all()
              .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
      }
      partitions.put(changes, wanted);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw new DeliveryException(
          "topic "
              + letters
              + " for dead letters cannot be created: "
              + cause.getMessage()
              + KafkaRemedy.of(cause),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryException("interrupted while creating topic " + letters, e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /** Has Kafka asked again for every topic. */
  void forget() {
    partitions.clear();
  }

  /** Whether the topic is new. */
  private static boolean create(Admin admin, String letters, TopicDescription source)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      describe(admin, letters);
      return false;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
    }
    short copies = (short) source.partitions().get(0).replicas().size();
    NewTopic topic =
        new NewTopic(letters, source.partitions().size(), copies)
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    "-1",
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(largestEvent(admin, source.name()) + ROOM_FOR_HEADERS)));
    try {
      admin.createTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      LOG.info("Created topic {} for what cannot land of {}", letters, source.name());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return true;
      }
      throw e;
    }
  }

  private static TopicDescription describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .get(topic);
  }

  private static long largestEvent(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return Long.parseLong(
          admin
              .describeConfigs(List.of(resource))
              .all()
              .get(LIMIT_SECONDS, TimeUnit.SECONDS)
              .get(resource)
              .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
              .value());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return LARGEST_EVENT;
      }
      throw e;
    }
  }
}
