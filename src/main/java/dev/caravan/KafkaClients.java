package dev.caravan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** What every Kafka client of Caravan starts from. */
public final class KafkaClients {

  private static final String PEM = "PEM";

  static {
    // Before the first client, which would settle for Java.
    NativeLz4.load();
  }

  private KafkaClients() {}

  /**
   * A fresh, mutable map of the configured properties, under Kafka's names.
   *
   * @throws UncheckedIOException when a certificate or key cannot be read
   */
  public static Map<String, Object> properties(KafkaConfig config) {
    Map<String, Object> properties = new HashMap<>();
    boolean encrypted =
        config.tls()
            || config.caCertificate().isPresent()
            || config.clientCertificate().isPresent();
    if (encrypted || config.user().isPresent()) {
      properties.put(
          CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
          (config.user().isPresent() ? "SASL_" : "") + (encrypted ? "SSL" : "PLAINTEXT"));
    }
    config.caCertificate().ifPresent(file -> trust(properties, file));
    config
        .clientCertificate()
        .ifPresent(file -> present(properties, file, config.clientKey().orElse(file)));
    config
        .user()
        .ifPresent(
            user -> {
              properties.put(SaslConfigs.SASL_MECHANISM, config.saslMechanism());
              properties.put(
                  SaslConfigs.SASL_JAAS_CONFIG,
                  jaas(config.saslMechanism(), user, config.password().orElse("")));
            });
    properties.putAll(config.properties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    return properties;
  }

  private static void trust(Map<String, Object> properties, Path ca) {
    properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
    properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, text(ca));
  }

  private static void present(Map<String, Object> properties, Path certificate, Path key) {
    properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
    properties.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, text(certificate));
    properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, text(key));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Quoted, for a password may hold anything. */
  private static String jaas(String mechanism, String user, String password) {
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=%s password=%s;".formatted(module, quoted(user), quoted(password));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
