package dev.caravan.capture.log;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of the producer that writes the log, under Kafka's own names. */
final class ProducerSettings {

  private ProducerSettings() {}

  /**
   * @param transactions the id that fences off whoever else has the log open
   */
  static Map<String, Object> of(KafkaConfig kafka, String transactions) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * ChangeTopics.LARGEST_EVENT);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ChangeTopics.LARGEST_EVENT);
    properties.putAll(KafkaClients.properties(kafka));
    // Not for the user to weaken: the promises stand on these.
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactions);
    // While a partition gets its leader, as it does when its topic is new, a broker may refuse the
    // first of two requests and take the second, and then no repetition of the first any more: the
    // capture would stand still until the transaction is given up.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return properties;
  }
}
