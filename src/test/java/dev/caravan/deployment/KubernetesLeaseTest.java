package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the component "lease" the capture, and nobody else, may keep that Lease, and no more. */
class KubernetesLeaseTest {

  private static final String NAME = "caravan-capture";

  private static Manifests manifests;

  @BeforeAll
  static void render() {
    Kubectl.check();
    manifests = Manifests.ofOverlay("lease");
  }

  @Test
  void theCaptureMayKeepTheLeaseItIsToldOf() {
    // Given
    Deployment capture = manifests.get(Deployment.class, NAME);
    String lease =
        capture.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
            .filter(variable -> variable.getName().equals("CARAVAN_CAPTURE_LEASE_NAME"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow();

    // Then
    assertThat(manifests.all(Role.class)).hasSize(1);
    assertThat(manifests.get(Role.class, NAME).getRules())
        .containsExactly(rule(List.of(lease), "get", "update"), rule(List.of(), "create"));
  }

  private static PolicyRule rule(List<String> names, String... verbs) {
    PolicyRule rule = new PolicyRule();
    rule.setApiGroups(List.of("coordination.k8s.io"));
    rule.setResources(List.of("leases"));
    rule.setResourceNames(names);
    rule.setVerbs(List.of(verbs));
    return rule;
  }

  @Test
  void nobodyElseIsBoundToTheRole() {
    // Given
    RoleBinding binding = manifests.get(RoleBinding.class, NAME);

    // Then
    assertThat(binding.getRoleRef().getName()).isEqualTo(NAME);
    assertThat(binding.getSubjects())
        .singleElement()
        .satisfies(
            subject -> {
              assertThat(subject.getKind()).isEqualTo("ServiceAccount");
              assertThat(subject.getNamespace()).isEqualTo(binding.getMetadata().getNamespace());
              assertThat(manifests.find(ServiceAccount.class, subject.getName())).isPresent();
              assertThat(
                      manifests.all(Deployment.class).stream()
                          .filter(each -> subject.getName().equals(account(each)))
                          .map(Manifests::name))
                  .containsExactly(NAME);
            });
  }

  private static String account(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getServiceAccountName();
  }

  @Test
  void theCaptureIsLetOutToKubernetesApiAndTheDeliverersAreNot() {
    assertThat(ports(NAME)).contains(443, 6443);
    assertThat(ports("caravan-deliver")).doesNotContain(443, 6443);
  }

  private static List<Integer> ports(String policy) {
    return manifests.get(NetworkPolicy.class, policy).getSpec().getEgress().stream()
        .flatMap(rule -> rule.getPorts().stream())
        .map(port -> port.getPort().getIntVal())
        .toList();
  }
}
