package dev.caravan.capture.log;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import dev.caravan.KafkaRemedy;
import dev.caravan.capture.CaptureConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Creates the topics the capture writes to, where they are missing. Not safe for use by several
 * threads.
 */
final class ChangeTopics {

  private static final Logger LOG = Logger.getLogger(ChangeTopics.class);

  /** Bytes; Kafka's own limit of 1 MB would stop the capture at the first larger row. */
  static final int LARGEST_EVENT = 64 << 20;

  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

  private static final Map<String, String> LARGE_EVENTS =
      Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_EVENT));

  private final KafkaConfig kafka;
  private final CaptureConfig.Topic config;
  private final Topics topics;
  private final Set<TableName> ensured = new HashSet<>();

  ChangeTopics(KafkaConfig kafka, CaptureConfig.Topic config, Topics topics) {
    this.kafka = kafka;
    this.config = config;
    this.topics = topics;
  }

  /** The topics that are the capture's own. */
  void ensureOwn() throws InterruptedException {
    create(
        List.of(
            topic(topics.heartbeat(), 1),
            topic(topics.schemaChanges(), 1).configs(COMPACTED),
            topic(topics.positions(), 1).configs(COMPACTED)));
  }

  /** One topic a table. Asks Kafka only for tables it was not called with before. */
  void ensure(Collection<TableName> tables) throws InterruptedException {
    if (ensured.containsAll(tables)) {
      return;
    }
    create(
        tables.stream()
            .map(table -> topic(topics.changes(table), config.partitions()).configs(LARGE_EVENTS))
            .toList());
    ensured.addAll(tables);
  }

  private NewTopic topic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), config.replicationFactor());
  }

  private void create(List<NewTopic> wanted) throws InterruptedException {
    try (Admin admin = Admin.create(KafkaClients.properties(kafka))) {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>(wanted);
      missing.removeIf(topic -> present.contains(topic.name()));
      for (Map.Entry<String, org.apache.kafka.common.KafkaFuture<Void>> result :
          admin.createTopics(missing).values().entrySet()) {
        try {
          result.getValue().get();
          LOG.infof("Created topic %s", result.getKey());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    } catch (ExecutionException e) {
      throw new ChangeLogException(
          "Kafka at %s does not create topics (caravan.kafka.bootstrap-servers): %s%s"
              .formatted(kafka.bootstrapServers(), e.getCause().getMessage(), KafkaRemedy.of(e)),
          e.getCause());
    }
  }
}
