package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl makes of each overlay is what Kubernetes knows, and fits together. */
class KubernetesTest {

  private static final Path OVERLAYS = Path.of("kubernetes/overlays");

  @BeforeAll
  static void kubectlIsThere() {
    Kubectl.check();
  }

  static List<String> overlays() throws Exception {
    try (Stream<Path> folders = Files.list(OVERLAYS)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void thereIsAnOverlayForEachPurpose() throws Exception {
    assertThat(overlays()).contains("dev", "production", "native");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyObjectIsKnownFieldByFieldAndRefersToWhatIsThere(String overlay) {
    // When
    Manifests manifests = Manifests.ofOverlay(overlay);

    // Then
    assertThat(PodReferences.unresolved(manifests)).isEmpty();
    assertThat(SelectorReferences.unresolved(manifests)).isEmpty();
    assertThat(Egress.closed(manifests)).isEmpty();
    assertThat(manifests.objects())
        .filteredOn(object -> !(object instanceof Namespace))
        .extracting(object -> Manifests.metadata(object).getNamespace())
        .containsOnly(Manifests.name(manifests.all(Namespace.class).get(0)));
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsSeen() {
    // Given
    String yaml = Kubectl.kustomize(OVERLAYS.resolve("dev"));

    // Then
    for (Map.Entry<String, String> slip :
        Map.of(
                "readinessProbe:", "readinesProbe:",
                "readOnlyRootFilesystem:", "readonlyRootFilesystem:",
                "whenUnsatisfiable:", "whenUnsatisfied:",
                "publishNotReadyAddresses:", "publishNotReadyAddress:",
                "maxUnavailable:", "maxUnavailible:")
            .entrySet()) {
      assertThat(yaml).contains(slip.getKey());
      assertThatThrownBy(() -> Manifests.of(yaml.replace(slip.getKey(), slip.getValue())))
          .as(slip.getValue())
          .hasMessageContaining(slip.getValue().replace(":", ""));
    }
  }

  @Test
  void aReferenceToNothingIsSeen() {
    // Given
    String yaml = Kubectl.kustomize(OVERLAYS.resolve("production"));

    // Then
    assertThat(PodReferences.unresolved(Manifests.of(yaml.replace("key: token", "key: tokn"))))
        .contains("caravan-capture: there is no key of a Secret caravan-control/tokn");
    assertThat(
            SelectorReferences.unresolved(
                Manifests.of(yaml.replace("targetPort: metrics", "targetPort: meters"))))
        .contains("Service kafka-exporter selects pods without the port meters");
    assertThat(
            PodReferences.unresolved(
                Manifests.of(
                    yaml.replaceAll(
                        "configMap:\\n( +)name: caravan-routes", "configMap:\n$1name: rout"))))
        .contains("caravan-deliver: there is no ConfigMap rout");
    assertThat(
            PodReferences.unresolved(
                Manifests.of(yaml.replaceAll("containerPort: 8083\\n( +)name: http", "$0s"))))
        .contains("caravan-capture: there is no port http");
    assertThat(Egress.closed(Manifests.of(yaml.replace("kafka:9092", "kafka:9095"))))
        .contains("caravan-capture is not let out to port 9095");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void captureIsReplacedWithoutAGap(String overlay) {
    // Given
    Manifests manifests = Manifests.ofOverlay(overlay);
    Deployment capture = manifests.get(Deployment.class, "caravan-capture");
    RollingUpdateDeployment rolling = capture.getSpec().getStrategy().getRollingUpdate();

    // Then: one that stands by is there before another one ends
    int surge = rolling.getMaxSurge().getIntVal();
    int unavailable = rolling.getMaxUnavailable().getIntVal();
    assertThat(capture.getSpec().getReplicas() + surge).isEqualTo(2);
    assertThat(unavailable).isEqualTo(1 - surge);
    for (String name : List.of("capture", "deliver")) {
      PodDisruptionBudgetSpec budget =
          manifests.get(PodDisruptionBudget.class, "caravan-" + name).getSpec();
      assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
      assertThat(budget.getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
      assertThat(role(manifests.get(Deployment.class, "caravan-" + name))).isEqualTo(name);
    }
  }

  private static String role(Deployment deployment) {
    return caravan(deployment).getEnv().stream()
        .filter(variable -> variable.getName().equals("CARAVAN_ROLE"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElse("");
  }

  private static Container caravan(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void probesAreThoseOfTheDocumentation(String overlay) {
    for (String name : List.of("caravan-capture", "caravan-deliver")) {
      Container container = caravan(Manifests.ofOverlay(overlay).get(Deployment.class, name));
      assertProbe(container.getStartupProbe(), "started", 5, 120);
      assertProbe(container.getReadinessProbe(), "ready", 5, 2);
      assertProbe(container.getLivenessProbe(), "live", 10, 3);
      assertThat(container.getPorts().get(0).getContainerPort()).isEqualTo(8083);
    }
  }

  private static void assertProbe(Probe probe, String path, int period, int failures) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo("/q/health/" + path);
    assertThat(probe.getPeriodSeconds()).isEqualTo(period);
    assertThat(probe.getFailureThreshold()).isEqualTo(failures);
  }

  /** The standard "restricted", a read-only root, and limits. */
  @ParameterizedTest
  @MethodSource("overlays")
  void podsMayDoNothingTheyNeedNot(String overlay) {
    Manifests manifests = Manifests.ofOverlay(overlay);
    List<String> bound =
        manifests.all(RoleBinding.class).stream()
            .flatMap(binding -> binding.getSubjects().stream())
            .map(Subject::getName)
            .toList();
    for (Deployment deployment : manifests.all(Deployment.class)) {
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      // Who is bound to a Role has something to ask Kubernetes for; see KubernetesLeaseTest.
      assertThat(pod.getAutomountServiceAccountToken())
          .isEqualTo(bound.contains(pod.getServiceAccountName()));
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      for (Container container : pod.getContainers()) {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop())
            .containsExactly("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getImage()).matches(Images.PINNED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void whatCaravanIsToldItUnderstands(String overlay) {
    // Given
    Manifests manifests = Manifests.ofOverlay(overlay);
    for (String name : List.of("caravan-capture", "caravan-deliver")) {
      Deployment deployment = manifests.get(Deployment.class, name);
      String settings = caravan(deployment).getEnvFrom().get(0).getConfigMapRef().getName();

      // Then
      assertThat(manifests.get(ConfigMap.class, settings).getData().keySet())
          .allMatch(KnownKeys::hasVariable);
      assertThat(caravan(deployment).getEnv())
          .extracting(EnvVar::getName)
          .allMatch(KnownKeys::hasVariable);
      assertThat(
              deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
                  .filter(volume -> volume.getProjected() != null)
                  .flatMap(volume -> volume.getProjected().getSources().stream())
                  .flatMap(source -> source.getSecret().getItems().stream())
                  .map(item -> item.getPath()))
          .isNotEmpty()
          .allMatch(KnownKeys::hasKey);
    }
  }
}
