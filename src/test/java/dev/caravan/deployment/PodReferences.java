package dev.caravan.deployment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pods of Deployments refer to. */
final class PodReferences {

  private final Manifests manifests;
  private final KnownSecrets secrets;
  private final List<String> wrong = new ArrayList<>();
  private String where;

  private PodReferences(Manifests manifests) {
    this.manifests = manifests;
    this.secrets = KnownSecrets.of(manifests);
  }

  /** What refers to something that is not there, a line each. */
  static List<String> unresolved(Manifests manifests) {
    PodReferences references = new PodReferences(manifests);
    manifests.all(Deployment.class).forEach(references::deployment);
    return references.wrong;
  }

  private void deployment(Deployment deployment) {
    where = Manifests.name(deployment);
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    String account = pod.getServiceAccountName();
    require(
        account == null || manifests.find(ServiceAccount.class, account).isPresent(),
        "service account",
        account);
    pod.getVolumes().forEach(this::volume);
    Set<String> volumes =
        pod.getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
    Set<String> mounted =
        pod.getContainers().stream()
            .flatMap(container -> container.getVolumeMounts().stream())
            .map(VolumeMount::getName)
            .collect(Collectors.toSet());
    mounted.forEach(name -> require(volumes.contains(name), "volume", name));
    volumes.forEach(name -> require(mounted.contains(name), "mount of the volume", name));
    pod.getContainers().forEach(this::container);
  }

  private void container(Container container) {
    container.getEnvFrom().stream()
        .map(from -> from.getConfigMapRef().getName())
        .forEach(name -> require(configMap(name) != null, "ConfigMap", name));
    container.getEnv().stream()
        .map(EnvVar::getValueFrom)
        .filter(Objects::nonNull)
        .map(from -> from.getSecretKeyRef())
        .forEach(this::secretKey);
    Set<String> ports =
        container.getPorts().stream().map(ContainerPort::getName).collect(Collectors.toSet());
    Stream.of(
            container.getStartupProbe(),
            container.getReadinessProbe(),
            container.getLivenessProbe())
        .filter(Objects::nonNull)
        .map(Probe::getHttpGet)
        .map(get -> get.getPort().getStrVal())
        .forEach(port -> require(ports.contains(port), "port", port));
  }

  private void secretKey(SecretKeySelector key) {
    require(
        secrets.has(key.getName(), key.getKey()),
        "key of a Secret",
        key.getName() + "/" + key.getKey());
  }

  private void volume(Volume volume) {
    if (volume.getConfigMap() != null) {
      String name = volume.getConfigMap().getName();
      ConfigMap found = configMap(name);
      require(found != null, "ConfigMap", name);
      for (KeyToPath item : volume.getConfigMap().getItems()) {
        require(found != null && found.getData().containsKey(item.getKey()), "key", item.getKey());
      }
    } else if (volume.getSecret() != null) {
      require(
          secrets.has(volume.getSecret().getSecretName()),
          "Secret",
          volume.getSecret().getSecretName());
    } else if (volume.getProjected() != null) {
      volume.getProjected().getSources().forEach(source -> projection(source.getSecret()));
    } else {
      require(volume.getEmptyDir() != null, "kind of volume for", volume.getName());
    }
  }

  private void projection(SecretProjection secret) {
    for (KeyToPath item : secret.getItems()) {
      require(
          secrets.has(secret.getName(), item.getKey()),
          "key of a Secret",
          secret.getName() + "/" + item.getKey());
    }
  }

  private ConfigMap configMap(String name) {
    return manifests.find(ConfigMap.class, name).orElse(null);
  }

  private void require(boolean isThere, String what, String name) {
    if (!isThere) {
      wrong.add("%s: there is no %s %s".formatted(where, what, name));
    }
  }
}
