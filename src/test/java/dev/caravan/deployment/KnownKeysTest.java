package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slip in a variable, a secret's file or an image is seen. */
class KnownKeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CARAVAN_POSTGRES_HOST",
        "CARAVAN_CAPTURE_TOPIC_PARTITIONS",
        "SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS"
      })
  void whatIsDocumentedIsKnown(String variable) {
    assertThat(KnownKeys.hasVariable(variable)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CARAVAN_POSTGRES_HOSTS",
        "CARAVAN_POSTGRES",
        "caravan.postgres.host",
        "CARAVAN_KAFKA_BOOTSTRAP_SERVER",
        "POSTGRES_HOST"
      })
  void whatIsNotIsNotKnown(String variable) {
    assertThat(KnownKeys.hasVariable(variable)).isFalse();
  }

  @Test
  void aSecretIsAFileNamedLikeItsKey() {
    assertThat(KnownKeys.hasKey("caravan.postgres.password")).isTrue();
    assertThat(KnownKeys.hasKey("caravan-postgres-password")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres:16.15",
        "registry.example/caravan:0.1.0-native",
        "quay.io/quarkus/ubi9-quarkus-micro-image:2.0"
      })
  void anImageOfOneVersionIsPinned(String image) {
    assertThat(image).matches(Images.PINNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"postgres", "postgres:latest", "postgres:16", "postgres:", "caravan:jvm-1.0"})
  void anImageThatMovesIsNot(String image) {
    assertThat(image).doesNotMatch(Images.PINNED);
  }
}
