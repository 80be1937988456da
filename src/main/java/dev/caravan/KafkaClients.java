package dev.caravan;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** What every Kafka client of Caravan starts from. */
public final class KafkaClients {

  private KafkaClients() {}

  /** A fresh, mutable map of the configured properties, under Kafka's names. */
  public static Map<String, Object> properties(KafkaConfig config) {
    Map<String, Object> properties = new HashMap<>(config.properties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    return properties;
  }
}
