package dev.caravan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The Kafka cluster between capture and deliver. */
@ConfigMapping(prefix = "caravan.kafka")
public interface KafkaConfig {

  /** Brokers to start from, {@code host:port} separated by commas. */
  @WithDefault("localhost:9092")
  @NotBlank
  String bootstrapServers();

  /** Whether connections are encrypted; they are, too, when a certificate is given. */
  @WithDefault("false")
  boolean tls();

  /** PEM file of the authorities that vouch for the brokers; those of the JDK when absent. */
  Optional<Path> caCertificate();

  /** PEM file of the certificate the brokers know Caravan by. */
  Optional<Path> clientCertificate();

  /** PEM file of its key: PKCS#8, not encrypted. */
  Optional<Path> clientKey();

  /** Who logs in; nobody does when absent. */
  Optional<String> user();

  /** The user's password. */
  Optional<String> password();

  /** How the user logs in. */
  @WithDefault("SCRAM-SHA-512")
  @Pattern(
      regexp = "PLAIN|SCRAM-SHA-256|SCRAM-SHA-512",
      message =
          "must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; others are set up by"
              + " caravan.kafka.properties.\"sasl.mechanism\" and \"sasl.jaas.config\"")
  String saslMechanism();

  /**
   * Further properties for every Kafka client, under Kafka's own names: {@code
   * caravan.kafka.properties."client.id"}. They come before what is made of the other keys.
   */
  Map<String, String> properties();
}
