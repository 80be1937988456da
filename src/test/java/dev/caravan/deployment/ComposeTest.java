package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.deployment.ComposeFile.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** compose.yaml, .env and what they name fit together. */
class ComposeTest {

  /** Where a user expects each part. The node exporter's is in the host's own network. */
  private static final Map<String, List<Integer>> PORTS =
      Map.ofEntries(
          Map.entry("postgres", List.of(5432)),
          Map.entry("caravan", List.of(8083)),
          Map.entry("kafka", List.of(9092, 9101)),
          Map.entry("clickhouse", List.of(8123, 9000, 9116)),
          Map.entry("prometheus", List.of(9090)),
          Map.entry("alertmanager", List.of(9093)),
          Map.entry("grafana", List.of(3000)),
          Map.entry("node-exporter", List.of()),
          Map.entry("postgres-exporter", List.of(9187)),
          Map.entry("kafka-exporter", List.of(9308)));

  private static final Set<String> PIPELINE = Set.of("postgres", "kafka", "clickhouse", "caravan");

  /** Its start writes its configuration beside its program. */
  private static final Set<String> WRITE_TO_THEIR_ROOT = Set.of("kafka");

  /** What compose itself reads. */
  private static final Set<String> COMPOSES_OWN =
      Set.of("COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME");

  private final EnvFile env = EnvFile.read(ComposeFile.FOLDER.resolve(".env"));
  private final ComposeFile compose = ComposeFile.read(env);

  @Test
  void eachPartIsWhereItIsExpectedAndOpenToThisHostAlone() {
    // When
    Map<String, List<Integer>> open = new TreeMap<>();
    compose
        .services()
        .forEach(
            (name, service) -> {
              List<Integer> ports = new ArrayList<>();
              for (String port : service.ports()) {
                String[] parts = port.split(":");
                assertThat(parts[0]).as(port).isEqualTo("127.0.0.1");
                assertThat(parts[1]).as(port).isEqualTo(parts[2]);
                ports.add(Integer.valueOf(parts[1]));
              }
              open.put(name, ports);
            });

    // Then
    assertThat(open).isEqualTo(new TreeMap<>(PORTS));
    assertThat(compose.services().get("node-exporter").command())
        .contains(
            "--web.listen-address=127.0.0.1:9100",
            "--web.listen-address=" + env.values().get("NETWORK_GATEWAY") + ":9100");
    assertThat(compose.services().get("node-exporter").networkMode()).isEqualTo("host");
  }

  @Test
  void imagesAreOfOneVersion() {
    assertThat(compose.services().values())
        .allSatisfy(service -> assertThat(service.image()).matches(Images.PINNED));
  }

  @Test
  void whatIsMountedAndReadIsThere() {
    // Given
    Set<String> usedVolumes = new TreeSet<>();
    Set<String> usedSecrets = new TreeSet<>();

    // Then
    compose
        .services()
        .forEach(
            (name, service) -> {
              for (String mount : service.volumes()) {
                String source = mount.split(":")[0];
                if (source.startsWith(".")) {
                  assertThat(ComposeFile.FOLDER.resolve(source)).as(name).exists();
                  assertThat(mount).as(name).endsWith(":ro");
                } else if (!source.startsWith("/")) {
                  usedVolumes.add(source);
                }
              }
              usedSecrets.addAll(service.secretNames());
              if (service.build() != null) {
                assertThat(
                        ComposeFile.FOLDER
                            .resolve(service.build().context())
                            .resolve(service.build().dockerfile()))
                    .exists();
              }
            });
    assertThat(usedVolumes).isEqualTo(compose.volumes().keySet());
    assertThat(usedSecrets).isEqualTo(compose.secrets().keySet());
    compose
        .secrets()
        .values()
        .forEach(secret -> assertThat(ComposeFile.FOLDER.resolve(secret.file())).isReadable());
  }

  @Test
  void secretsThatAreReadByPathAreGiven() {
    compose
        .services()
        .forEach(
            (name, service) ->
                service.environment().values().stream()
                    .filter(value -> value != null && value.startsWith("/run/secrets/"))
                    .forEach(
                        value ->
                            assertThat(service.secretNames())
                                .as(name)
                                .contains(value.substring("/run/secrets/".length()))));
  }

  @Test
  void scriptsOfTheFirstStartReadSecretsTheyAreGiven() {
    for (Map.Entry<String, String> script :
        Map.of("postgres", "postgres/10-shop.sql", "clickhouse", "clickhouse/10-users.sh")
            .entrySet()) {
      String text = Yaml.text(ComposeFile.FOLDER.resolve(script.getValue()));
      Set<String> read =
          Stream.concat(
                  Pattern.compile("/run/secrets/([a-z-]+)").matcher(text).results(),
                  Pattern.compile("\\$\\(secret ([a-z-]+)\\)").matcher(text).results())
              .map(found -> found.group(1))
              .collect(Collectors.toSet());
      assertThat(read).isNotEmpty();
      assertThat(compose.services().get(script.getKey()).secretNames()).containsAll(read);
    }
  }

  @Test
  void whatCaravanIsToldItUnderstands() {
    Service caravan = compose.services().get("caravan");
    assertThat(caravan.environment().keySet()).allMatch(KnownKeys::hasVariable);
    assertThat(caravan.secrets())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            secret ->
                assertThat(((Map<?, ?>) secret).get("target").toString())
                    .matches(KnownKeys::hasKey));
    assertThat(KnownKeys.hasVariable("CARAVAN_POSTGRES_HOSTS")).isFalse();
  }

  @Test
  void everyKnobIsUsedAndExplained() {
    Set<String> asked = EnvFile.asked(Yaml.text(ComposeFile.FOLDER.resolve("compose.yaml")));
    Set<String> given = new TreeSet<>(env.values().keySet());
    assertThat(given).containsAll(COMPOSES_OWN);
    given.removeAll(COMPOSES_OWN);
    assertThat(asked).isEqualTo(given);
    assertThat(env.unexplained()).isEmpty();
  }

  @Test
  void aFieldThatComposeDoesNotKnowIsSeen() {
    Map<String, Object> service = new LinkedHashMap<>(Map.of("image", "a:1.0", "readonly", true));
    assertThatThrownBy(() -> Yaml.as(Service.class, service)).hasMessageContaining("readonly");
  }

  @Test
  void profilesAreThePipelineAndAllOfIt() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              List<String> profiles =
                  PIPELINE.contains(name)
                      ? List.of("pipeline", "monitoring")
                      : List.of("monitoring");
              assertThat(service.profiles()).as(name).isEqualTo(profiles);
              // What a service waits for is started with it, and tells when it is healthy.
              service
                  .dependsOn()
                  .forEach(
                      (other, dependency) -> {
                        assertThat(dependency.condition()).isEqualTo("service_healthy");
                        assertThat(compose.services().get(other).profiles()).containsAll(profiles);
                      });
            });
    assertThat(env.values()).containsEntry("COMPOSE_PROFILES", "monitoring");
  }

  @Test
  void eachIsLookedAfterAndMayDoNothingItNeedNot() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              assertThat(service.healthcheck().test()).as(name).startsWith("CMD");
              assertThat(service.restart()).as(name).isEqualTo("unless-stopped");
              assertThat(service.securityOptions())
                  .as(name)
                  .containsExactly("no-new-privileges:true");
              assertThat(service.dropped()).as(name).containsExactly("ALL");
              assertThat(service.readOnly())
                  .as(name)
                  .isEqualTo(!WRITE_TO_THEIR_ROOT.contains(name));
              assertThat(service.deploy().resources().limits().memory())
                  .as(name)
                  .matches("\\d+[mg]");
              assertThat(service.deploy().resources().limits().cpus()).as(name).matches("[0-9.]+");
            });
  }

  /** Prometheus finds each target under the name of a service. */
  @Test
  void whatPrometheusScrapesIsThere() {
    Object scraped = Yaml.read(Path.of("prometheus/prometheus.yml"));
    String text = scraped.toString();
    Set<String> targets =
        Pattern.compile("([a-z-]+):\\d{4}")
            .matcher(text)
            .results()
            .map(target -> target.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(targets).contains("caravan", "node-exporter");
    targets.remove("localhost");
    assertThat(compose.services().keySet()).containsAll(targets);
    // Not in the network of the others.
    assertThat(compose.services().get("prometheus").extraHosts())
        .containsExactly("node-exporter:" + env.values().get("NETWORK_GATEWAY"));
  }
}
