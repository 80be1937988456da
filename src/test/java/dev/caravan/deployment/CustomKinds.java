package dev.caravan.deployment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;

/**
 * Objects of operators nobody publishes a model of for Java: of each the fields that are used,
 * under the names its operator's definition has.
 */
final class CustomKinds {

  private CustomKinds() {}

  /** Something with a name. */
  interface Named {
    ObjectMeta metadata();
  }

  /** KEDA, {@code keda.sh/v1alpha1}. */
  record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec)
      implements Named {

    record Spec(
        Target scaleTargetRef,
        int minReplicaCount,
        int maxReplicaCount,
        int pollingInterval,
        Fallback fallback,
        Advanced advanced,
        List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(Behavior behavior) {}

    record Behavior(Rules scaleUp, Rules scaleDown) {}

    record Rules(int stabilizationWindowSeconds, List<Policy> policies) {}

    record Policy(String type, int value, int periodSeconds) {}

    record Trigger(String type, String metricType, Map<String, String> metadata) {}
  }

  /** CloudNativePG, {@code postgresql.cnpg.io/v1}. */
  record PostgresCluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec)
      implements Named {

    record Spec(
        int instances,
        String imageName,
        Bootstrap bootstrap,
        Managed managed,
        Postgresql postgresql,
        Storage storage,
        ResourceRequirements resources) {}

    record Bootstrap(Initdb initdb) {}

    record Initdb(String database, String owner) {}

    record Managed(List<Role> roles) {}

    record Role(
        String name,
        String ensure,
        boolean login,
        boolean replication,
        List<String> inRoles,
        SecretName passwordSecret) {}

    record SecretName(String name) {}

    record Postgresql(Map<String, String> parameters) {}

    record Storage(String size) {}
  }

  /** Strimzi, {@code kafka.strimzi.io/v1}. */
  record Kafka(String apiVersion, String kind, ObjectMeta metadata, Spec spec) implements Named {

    record Spec(Brokers kafka, EntityOperator entityOperator) {}

    record Brokers(
        List<Listener> listeners, Authorization authorization, Map<String, Object> config) {}

    record Listener(
        String name, int port, String type, boolean tls, Authentication authentication) {}

    record Authentication(String type) {}

    record Authorization(String type) {}

    record EntityOperator(Map<String, Object> userOperator) {}
  }

  /** Strimzi, {@code kafka.strimzi.io/v1}. */
  record KafkaNodePool(String apiVersion, String kind, ObjectMeta metadata, Spec spec)
      implements Named {

    record Spec(
        int replicas, List<String> roles, Storage storage, ResourceRequirements resources) {}

    record Storage(String type, List<Volume> volumes) {}

    record Volume(int id, String type, String size, String kraftMetadata) {}
  }

  /** Strimzi, {@code kafka.strimzi.io/v1}. */
  record KafkaUser(String apiVersion, String kind, ObjectMeta metadata, Spec spec)
      implements Named {

    record Spec(Kafka.Authentication authentication, Authorization authorization) {}

    record Authorization(String type, List<Acl> acls) {}

    record Acl(Resource resource, List<String> operations) {}

    record Resource(String type, String name, String patternType) {}
  }

  /** Altinity's operator, {@code clickhouse.altinity.com/v1}. */
  record ClickHouseInstallation(String apiVersion, String kind, ObjectMeta metadata, Spec spec)
      implements Named {

    record Spec(Configuration configuration, Defaults defaults, Templates templates) {}

    record Configuration(
        Map<String, Object> users, Map<String, Object> settings, List<Cluster> clusters) {}

    record Cluster(String name, Layout layout) {}

    record Layout(int shardsCount, int replicasCount) {}

    record Defaults(Chosen templates) {}

    record Chosen(String podTemplate, String dataVolumeClaimTemplate) {}

    record Templates(List<PodTemplate> podTemplates, List<ClaimTemplate> volumeClaimTemplates) {}

    record PodTemplate(String name, PodSpec spec) {}

    record ClaimTemplate(String name, PersistentVolumeClaimSpec spec) {}
  }
}
