package dev.caravan.deployment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is found by labels: pods by Services and policies, Services by monitors. */
final class SelectorReferences {

  /** On the pods of Altinity's operator, with the installation's name. */
  private static final String CLICKHOUSE = "clickhouse.altinity.com/chi";

  private final Manifests manifests;
  private final List<PodTemplateSpec> pods;
  private final List<String> wrong = new ArrayList<>();

  private SelectorReferences(Manifests manifests) {
    this.manifests = manifests;
    this.pods =
        manifests.all(Deployment.class).stream().map(each -> each.getSpec().getTemplate()).toList();
  }

  /** What finds nothing, or asks what it finds for a port it has not, a line each. */
  static List<String> unresolved(Manifests manifests) {
    SelectorReferences references = new SelectorReferences(manifests);
    manifests.all(Deployment.class).forEach(references::deployment);
    manifests.all(Service.class).forEach(references::service);
    manifests.all(ServiceMonitor.class).forEach(references::monitor);
    manifests.all(NetworkPolicy.class).forEach(references::policy);
    manifests.all(PodDisruptionBudget.class).forEach(references::budget);
    manifests.all(CustomKinds.ScaledObject.class).forEach(references::scaledObject);
    return references.wrong;
  }

  private void deployment(Deployment deployment) {
    Map<String, String> labels = labels(deployment.getSpec().getTemplate());
    require(
        isOf(deployment.getSpec().getSelector().getMatchLabels(), labels),
        deployment,
        "does not select its own pods");
    for (TopologySpreadConstraint spread :
        deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints()) {
      require(
          isOf(spread.getLabelSelector().getMatchLabels(), labels),
          deployment,
          "spreads other pods than its own");
    }
  }

  private void service(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector.containsKey(CLICKHOUSE)) {
      require(
          manifests
              .find(CustomKinds.ClickHouseInstallation.class, selector.get(CLICKHOUSE))
              .isPresent(),
          service,
          "selects an installation that is not there");
      return;
    }
    List<PodTemplateSpec> found = selected(selector);
    require(!found.isEmpty(), service, "selects no pod");
    for (ServicePort port : service.getSpec().getPorts()) {
      String target = port.getTargetPort().getStrVal();
      require(
          found.stream().allMatch(pod -> ports(pod).contains(target)),
          service,
          "selects pods without the port " + target);
    }
  }

  private void monitor(ServiceMonitor monitor) {
    Boolean any =
        monitor.getSpec().getNamespaceSelector() == null
            ? null
            : monitor.getSpec().getNamespaceSelector().getAny();
    if (Boolean.TRUE.equals(any)) {
      // Services of others.
      return;
    }
    List<Service> found =
        manifests.all(Service.class).stream()
            .filter(
                service ->
                    isOf(
                        monitor.getSpec().getSelector().getMatchLabels(),
                        Manifests.labels(service.getMetadata())))
            .toList();
    require(!found.isEmpty(), monitor, "selects no Service");
    for (Service service : found) {
      for (Endpoint endpoint : monitor.getSpec().getEndpoints()) {
        require(
            service.getSpec().getPorts().stream()
                .anyMatch(port -> port.getName().equals(endpoint.getPort())),
            monitor,
            "selects a Service without the port " + endpoint.getPort());
      }
      String job = monitor.getSpec().getJobLabel();
      require(
          job == null || Manifests.labels(service.getMetadata()).containsKey(job),
          monitor,
          "takes the job's name from a label that is not there");
    }
  }

  private void policy(NetworkPolicy policy) {
    List<PodTemplateSpec> found = selected(policy.getSpec().getPodSelector().getMatchLabels());
    require(!found.isEmpty(), policy, "selects no pod");
    policy.getSpec().getIngress().stream()
        .flatMap(rule -> rule.getPorts().stream())
        .map(port -> port.getPort().getStrVal())
        .forEach(
            port ->
                require(
                    found.stream().allMatch(pod -> ports(pod).contains(port)),
                    policy,
                    "lets in to a port that is not there: " + port));
  }

  private void budget(PodDisruptionBudget budget) {
    require(
        !selected(budget.getSpec().getSelector().getMatchLabels()).isEmpty(),
        budget,
        "selects no pod");
  }

  private void scaledObject(CustomKinds.ScaledObject object) {
    String target = object.spec().scaleTargetRef().name();
    require(
        manifests.find(Deployment.class, target).isPresent(), object, "scales nothing: " + target);
  }

  private List<PodTemplateSpec> selected(Map<String, String> selector) {
    return pods.stream().filter(pod -> isOf(selector, labels(pod))).toList();
  }

  private static List<String> ports(PodTemplateSpec pod) {
    return pod.getSpec().getContainers().stream()
        .map(Container::getPorts)
        .flatMap(List::stream)
        .map(ContainerPort::getName)
        .toList();
  }

  private static Map<String, String> labels(PodTemplateSpec pod) {
    return Manifests.labels(pod.getMetadata());
  }

  private static boolean isOf(Map<String, String> selector, Map<String, String> labels) {
    return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
  }

  private void require(boolean holds, Object object, String otherwise) {
    if (!holds) {
      wrong.add(
          "%s %s %s"
              .formatted(object.getClass().getSimpleName(), Manifests.name(object), otherwise));
    }
  }
}
