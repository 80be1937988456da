package dev.caravan.deployment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' objects as their models have them.
 *
 * @param objects in the order of the text
 */
record Manifests(List<Object> objects) {

  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Secret", Secret.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
          Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("keda.sh/v1alpha1/ScaledObject", CustomKinds.ScaledObject.class),
          Map.entry("postgresql.cnpg.io/v1/Cluster", CustomKinds.PostgresCluster.class),
          Map.entry("kafka.strimzi.io/v1/Kafka", CustomKinds.Kafka.class),
          Map.entry("kafka.strimzi.io/v1/KafkaNodePool", CustomKinds.KafkaNodePool.class),
          Map.entry("kafka.strimzi.io/v1/KafkaUser", CustomKinds.KafkaUser.class),
          Map.entry(
              "clickhouse.altinity.com/v1/ClickHouseInstallation",
              CustomKinds.ClickHouseInstallation.class));

  /** Everything an overlay of {@code kubernetes/overlays} holds. */
  static Manifests ofOverlay(String name) {
    return of(Kubectl.kustomize(Path.of("kubernetes/overlays", name)));
  }

  /**
   * @throws IllegalArgumentException when an object has a field its model lacks
   */
  static Manifests of(String yaml) {
    return new Manifests(Yaml.documents(yaml).stream().map(Manifests::object).toList());
  }

  private static Object object(Object document) {
    Map<?, ?> map = (Map<?, ?>) document;
    String kind = map.get("apiVersion") + "/" + map.get("kind");
    Class<?> model = KINDS.get(kind);
    if (model == null) {
      throw new IllegalArgumentException("There is no model of " + kind);
    }
    return Yaml.as(model, document);
  }

  <T> List<T> all(Class<T> model) {
    return objects.stream().filter(model::isInstance).map(model::cast).toList();
  }

  <T> Optional<T> find(Class<T> model, String name) {
    return all(model).stream().filter(each -> name(each).equals(name)).findFirst();
  }

  <T> T get(Class<T> model, String name) {
    return find(model, name)
        .orElseThrow(() -> new AssertionError("no " + model.getSimpleName() + " " + name));
  }

  static String name(Object object) {
    return metadata(object).getName();
  }

  static ObjectMeta metadata(Object object) {
    return object instanceof HasMetadata known
        ? known.getMetadata()
        : ((CustomKinds.Named) object).metadata();
  }

  /** The labels of an object; none when it has none. */
  static Map<String, String> labels(ObjectMeta metadata) {
    return metadata.getLabels() == null ? Map.of() : metadata.getLabels();
  }
}
