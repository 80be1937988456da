package dev.caravan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;

/** The Kafka cluster between capture and deliver. */
@ConfigMapping(prefix = "caravan.kafka")
public interface KafkaConfig {

  /** Brokers to start from, {@code host:port} separated by commas. */
  @WithDefault("localhost:9092")
  @NotBlank
  String bootstrapServers();

  /**
   * Further properties for every Kafka client, under Kafka's own names: {@code
   * caravan.kafka.properties."security.protocol"=SASL_SSL}.
   */
  Map<String, String> properties();
}
