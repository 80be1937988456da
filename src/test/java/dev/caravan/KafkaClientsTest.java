package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClientsTest {

  @Test
  void speaksOpenlyUnlessTold() {
    assertThat(properties(Map.of())).containsOnlyKeys("bootstrap.servers");
  }

  @Test
  void encryptsAndLogsInByWhatIsGiven(@TempDir Path folder) throws Exception {
    // Given
    Path ca = Files.writeString(folder.resolve("ca.pem"), "authorities");

    // Then
    assertThat(properties(Map.of("caravan.kafka.tls", "true")))
        .containsEntry("security.protocol", "SSL");
    assertThat(properties(Map.of("caravan.kafka.user", "u", "caravan.kafka.password", "p")))
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    assertThat(
            properties(
                Map.of("caravan.kafka.user", "u", "caravan.kafka.ca-certificate", ca.toString())))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.certificates", "authorities");
  }

  @Test
  void putsKafkasOwnNamesBeforeItsKeys() {
    assertThat(
            properties(
                Map.of(
                    "caravan.kafka.tls",
                    "true",
                    "caravan.kafka.properties.\"security.protocol\"",
                    "SASL_SSL")))
        .containsEntry("security.protocol", "SASL_SSL");
  }

  @Test
  void quotesAPasswordThatHoldsAnything() {
    // Given
    String password = "a\"b\\c; d=e";

    // When
    Map<String, Object> properties =
        properties(
            Map.of(
                "caravan.kafka.user", "u",
                "caravan.kafka.password", password,
                "caravan.kafka.sasl-mechanism", "PLAIN"));

    // Then
    JaasContext jaas =
        JaasContext.loadClientContext(
            Map.of("sasl.jaas.config", new Password((String) properties.get("sasl.jaas.config"))));
    assertThat(jaas.configurationEntries().get(0).getOptions().get("password")).isEqualTo(password);
  }

  private static Map<String, Object> properties(Map<String, String> values) {
    return KafkaClients.properties(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(KafkaConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(KafkaConfig.class));
  }
}
