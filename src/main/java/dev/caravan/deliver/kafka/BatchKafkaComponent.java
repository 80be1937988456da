package dev.caravan.deliver.kafka;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.event.BatchAggregation;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.PropertiesHelper;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/**
 * Camel's {@code kafka:} with all its options, whose consumer gives a route one exchange a batch.
 *
 * <p>A route that sets {@code batching=false} gets Camel's own consumer. Producers are Camel's own.
 */
// Camel finds by it what sets the options of endpoints.
@Component(BatchKafkaComponent.NAME)
public class BatchKafkaComponent extends KafkaComponent {

  static final String NAME = "kafka";
  private static final String FRESHNESS = "freshness";
  private static final int RECONNECT_MAX_MS = 10_000;
  private static final int SESSION_TIMEOUT_MS = 8_000;

  private final KafkaConfig kafka;
  private final DeliverConfig config;
  private final Topics topics;
  private final DeliverState state;
  private final DeliverMeters meters;
  private final InsertBudget budget = new InsertBudget();
  private final HeldMemory memory = new HeldMemory();

  public BatchKafkaComponent(
      KafkaConfig kafka,
      DeliverConfig config,
      Topics topics,
      DeliverState state,
      DeliverMeters meters) {
    this.kafka = kafka;
    this.config = config;
    this.topics = topics;
    this.state = state;
    this.meters = meters;
    KafkaConfiguration defaults = getConfiguration();
    defaults.setBrokers(kafka.bootstrapServers());
    defaults.setAdditionalProperties(KafkaClients.properties(kafka));
    defaults.setAutoOffsetReset("earliest");
    defaults.setIsolationLevel("read_committed");
    defaults.setPartitionAssignor(CooperativeStickyAssignor.class.getName());
    defaults.setReconnectBackoffMaxMs(RECONNECT_MAX_MS);
    // Polls never wait for a delivery, so a consumer that is silent for this long is dead; until
    // then nobody else gets its partitions, and its tables stand still. The answer to a heartbeat
    // tells consumers that one has come or gone, so its interval is about how long that takes.
    defaults.setSessionTimeoutMs(SESSION_TIMEOUT_MS);
    defaults.setHeartbeatIntervalMs(SESSION_TIMEOUT_MS / 8);
  }

  @Override
  public String getDefaultName() {
    return NAME;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    BatchAggregation.register(getCamelContext());
  }

  @Override
  protected KafkaEndpoint createEndpoint(
      String uri, String remaining, Map<String, Object> parameters) throws Exception {
    if ("false".equals(String.valueOf(parameters.get("batching")))) {
      return super.createEndpoint(uri, remaining, parameters);
    }
    if (remaining == null || remaining.isBlank()) {
      throw new IllegalArgumentException("'" + uri + "' names no topic; expected kafka:<topic>");
    }
    Map<String, Object> additional =
        PropertiesHelper.extractProperties(parameters, "additionalProperties.");
    KafkaEndpoint endpoint = new BatchKafkaEndpoint(uri, this, freshness(uri, parameters));
    endpoint.setConfiguration(getConfiguration().copy());
    setProperties(endpoint, parameters);
    KafkaConfiguration configuration = endpoint.getConfiguration();
    configuration.getAdditionalProperties().putAll(additional);
    if (configuration.getTopic() == null) {
      configuration.setTopic(remaining);
    }
    if (configuration.getSslContextParameters() == null) {
      configuration.setSslContextParameters(retrieveGlobalSslContextParameters());
    }
    return endpoint;
  }

  /** The route's own target, or that of all. */
  private Duration freshness(String uri, Map<String, Object> parameters) {
    Object own = parameters.remove(FRESHNESS);
    if (own == null) {
      return config.freshness();
    }
    try {
      Duration parsed = DurationConverter.parseDuration(String.valueOf(own));
      if (parsed != null && parsed.compareTo(DeliverConfig.SHORTEST_FRESHNESS) >= 0) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'%s' sets %s to '%s'; expected a time of %d ms or more, such as 500ms or 10s"
            .formatted(uri, FRESHNESS, own, DeliverConfig.SHORTEST_FRESHNESS.toMillis()));
  }

  /** What all consumers of the process share. */
  InsertBudget budget() {
    return budget;
  }

  /** The same. */
  HeldMemory memory() {
    return memory;
  }

  /** How to reach Kafka, under Kafka's own names. */
  Map<String, Object> kafkaProperties() {
    return KafkaClients.properties(kafka);
  }

  DeliverConfig config() {
    return config;
  }

  DeliverState state() {
    return state;
  }

  DeliverMeters meters() {
    return meters;
  }

  /** The table tag of a topic: its table, or the topic itself when it is not one of Caravan's. */
  String tableTag(String topic) {
    try {
      return topics.tableOf(topic).toString();
    } catch (IllegalArgumentException e) {
      return topic;
    }
  }
}
