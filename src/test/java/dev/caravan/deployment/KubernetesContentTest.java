package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reaches a cluster is what lies in routes/, prometheus/ and grafana/, all of it. */
class KubernetesContentTest {

  private static final Path RULES = Path.of("prometheus/rules");

  /** Objects are kept as an annotation of this size at most by those who apply them. */
  private static final int LARGEST = 262_144;

  @BeforeAll
  static void kubectlIsThere() {
    Kubectl.check();
  }

  private static Map<String, String> files(Path folder, String ending) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> file.toString().endsWith(ending))
          .forEach(file -> files.put(file.getFileName().toString(), Yaml.text(file)));
    }
    return files;
  }

  @Test
  void routesAreTheFilesOfTheFolderUnderANameThatStays() throws IOException {
    assertThat(Manifests.ofOverlay("production").get(ConfigMap.class, "caravan-routes").getData())
        .isEqualTo(files(Path.of("routes"), ".camel.yaml"));
  }

  @Test
  void dashboardsAreAllThereAndSmallEnough() throws IOException {
    // When
    List<ConfigMap> dashboards =
        Manifests.ofOverlay("production").all(ConfigMap.class).stream()
            .filter(map -> "1".equals(Manifests.labels(map.getMetadata()).get("grafana_dashboard")))
            .toList();

    // Then
    Map<String, String> data = new TreeMap<>();
    dashboards.forEach(map -> data.putAll(map.getData()));
    assertThat(data).isEqualTo(files(Path.of("grafana/dashboards"), ".json"));
    assertThat(data.values()).allSatisfy(json -> assertThat(json.length()).isLessThan(LARGEST));
  }

  @Test
  void rulesAreThoseOfPrometheus() throws IOException {
    // Given
    List<PrometheusRule> rules = Manifests.ofOverlay("production").all(PrometheusRule.class);

    // Then
    assertThat(rules)
        .extracting(rule -> Manifests.name(rule).replace("caravan-", "") + ".yml")
        .containsExactlyInAnyOrderElementsOf(files(RULES, ".yml").keySet());
    for (PrometheusRule rule : rules) {
      String file = Manifests.name(rule).replace("caravan-", "") + ".yml";
      PrometheusRule made =
          Yaml.as(PrometheusRule.class, Map.of("spec", Yaml.read(RULES.resolve(file))));
      assertThat(rule.getSpec())
          .as("run kubernetes/prometheus-rules after a change of %s", file)
          .isEqualTo(made.getSpec());
      assertThat(rule.getSpec().getGroups()).isNotEmpty();
    }
  }

  /** More deliverers than partitions are of no use, and lag is asked for as Caravan tells it. */
  @Test
  void deliverersAreAsManyAsPartitionsByMetersThereAre() {
    for (String overlay : List.of("production", "native")) {
      // Given
      Manifests manifests = Manifests.ofOverlay(overlay);
      CustomKinds.ScaledObject.Spec scaling =
          manifests.get(CustomKinds.ScaledObject.class, "caravan-deliver").spec();
      String partitions =
          manifests.all(ConfigMap.class).stream()
              .map(map -> map.getData().get("CARAVAN_CAPTURE_TOPIC_PARTITIONS"))
              .filter(value -> value != null)
              .findFirst()
              .orElse("3");

      // Then
      assertThat(scaling.maxReplicaCount()).isEqualTo(Integer.parseInt(partitions));
      assertThat(scaling.fallback().replicas())
          .isBetween(scaling.minReplicaCount(), scaling.maxReplicaCount());
      String meters = Yaml.text(Path.of("docs/metrics.md"));
      for (String meter : meters(scaling.triggers().get(0).metadata().get("query"))) {
        assertThat(meters).contains("| `" + meter + "` |");
      }
    }
  }

  /** The names in a query, an alternative of a pattern each. */
  private static List<String> meters(String query) {
    Matcher names = Pattern.compile("caravan_[a-z_]+(?:\\(([a-z|]+)\\))?").matcher(query);
    return names
        .results()
        .flatMap(
            name ->
                name.group(1) == null
                    ? Stream.of(name.group())
                    : Stream.of(name.group(1).split("\\|"))
                        .map(each -> name.group().replaceAll("\\(.*", "") + each))
        .toList();
  }
}
