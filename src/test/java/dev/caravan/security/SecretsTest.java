package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  private static final String SECRET = "h\"unt\\er &2";

  private final Secrets secrets =
      Secrets.of(List.of(SECRET, "caravan", "abc"), List.of("caravan"), List.of("reader"));

  @Test
  void hidesASecretHoweverItTravels() {
    // Given
    String encoded = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    String basic = Base64.getEncoder().encodeToString(("reader:" + SECRET).getBytes());
    String json = SECRET.replace("\\", "\\\\").replace("\"", "\\\"");

    // When
    String shown = secrets.hide(SECRET + "|" + encoded + "|" + basic + "|" + json);

    // Then
    assertThat(shown).isEqualTo("***|***|***|***");
  }

  @Test
  void leavesWhatAnybodyMaySee() {
    assertThat(secrets.hide("caravan waits for abc")).isEqualTo("caravan waits for abc");
    assertThat(secrets.hide(null)).isNull();
  }

  @Test
  void hidesTheTextsInAJaasConfiguration() {
    // Given
    Secrets ofJaas =
        Secrets.of(
            List.of("x required username=\"u\" password=\"pass\\\"word\";"), List.of(), List.of());

    // Then
    assertThat(ofJaas.hide("tried pass\"word and pass\\\"word")).isEqualTo("tried *** and ***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "kafka:t?saslJaasConfig=RAW(a b=\"c\";)&x=1 | kafka:t?saslJaasConfig=RAW(***)&x=1",
        "to http://me:pw@host:1/x                   | to http://me:***@host:1/x",
        "{sslKeyPassword=pw1, topic=t}              | {sslKeyPassword=***, topic=t}",
        "password=\"pw 1\" x                        | password=*** x",
        "sasl.jaas.config = [hidden]                | sasl.jaas.config = [hidden]",
        "correct caravan.postgres.password          | correct caravan.postgres.password",
        "insert_deduplication_token=abcd            | insert_deduplication_token=abcd"
      })
  void hidesWhatOnlyLooksLikeASecret(String text, String shown) {
    assertThat(secrets.hide(text)).isEqualTo(shown);
  }

  @Test
  void findsTheSecretsOfAConfigurationByTheirNames() {
    // Given
    var config =
        new SmallRyeConfigBuilder()
            .withDefaultValues(
                Map.of(
                    "caravan.postgres.password", "first-one",
                    "caravan.control.token", "second-one",
                    "caravan.kafka.properties.\"ssl.key.password\"", "third-one",
                    "caravan.capture.debezium.\"database.password\"", "fourth-one",
                    "CARAVAN_KAFKA_PASSWORD", "fifth-one",
                    "caravan.kafka.properties.\"ssl.truststore.location\"", "/a/file",
                    "caravan.postgres.user", "somebody",
                    "others.password", "not-ours"))
            .build();

    // When
    Secrets found = ConfiguredSecrets.of(config);

    // Then
    assertThat(found.hide("first-one second-one third-one fourth-one fifth-one"))
        .isEqualTo("*** *** *** *** ***");
    assertThat(found.hide("/a/file somebody not-ours")).isEqualTo("/a/file somebody not-ours");
  }

  @Test
  void hidesInATraceAndLeavesItReadable() {
    // Given
    Exception cause = new IllegalStateException("with " + SECRET);
    Exception failure = new RuntimeException("outer", cause);
    failure.addSuppressed(new RuntimeException("also " + SECRET));

    // When
    Throwable hidden = HiddenFailure.of(failure, secrets::hide);

    // Then
    assertThat(hidden.getCause()).hasToString("java.lang.IllegalStateException: with ***");
    assertThat(hidden.getSuppressed()[0]).hasToString("java.lang.RuntimeException: also ***");
    assertThat(hidden.getStackTrace()).isEqualTo(failure.getStackTrace());
    Exception clean = new RuntimeException("clean");
    assertThat(HiddenFailure.of(clean, secrets::hide)).isSameAs(clean);
  }
}
