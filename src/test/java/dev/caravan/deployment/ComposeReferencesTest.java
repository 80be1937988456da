package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whoever is told where another one is finds it there. */
class ComposeReferencesTest {

  private final String yaml = Yaml.text(ComposeFile.FOLDER.resolve("compose.yaml"));
  private final EnvFile env = EnvFile.read(ComposeFile.FOLDER.resolve(".env"));

  @Test
  void servicesFindEachOther() {
    assertThat(ComposeReferences.unresolved(ComposeFile.of(yaml, env))).isEmpty();
  }

  @Test
  void prometheusFindsWhatItScrapes() {
    assertThat(
            ComposeReferences.unresolved(
                ComposeFile.of(yaml, env),
                "prometheus.yml",
                Yaml.text(Path.of("prometheus/prometheus.yml"))))
        .isEmpty();
  }

  @Test
  void aWrongPortIsSeen() {
    assertThat(
            ComposeReferences.unresolved(
                ComposeFile.of(
                    yaml.replace("http://clickhouse:8123", "http://clickhouse:8124")
                        .replace("INTERNAL://:29092", "INTERNAL://:29093"),
                    env)))
        .contains(
            "caravan: nothing listens on clickhouse:8124",
            "caravan: nothing listens on kafka:29092",
            "kafka-exporter: nothing listens on kafka:29092");
  }
}
