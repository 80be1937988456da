package dev.caravan.deployment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where Caravan is told to go, and whether the policies let it out. */
final class Egress {

  private static final String DNS = "53";

  private Egress() {}

  /** The ports of servers that a process needs and may not reach, a line each. */
  static List<String> closed(Manifests manifests) {
    List<String> closed = new ArrayList<>();
    for (String name : List.of("caravan-capture", "caravan-deliver")) {
      Set<String> open =
          manifests.get(NetworkPolicy.class, name).getSpec().getEgress().stream()
              .flatMap(rule -> rule.getPorts().stream())
              .map(NetworkPolicyPort::getPort)
              .map(IntOrString::getIntVal)
              .map(String::valueOf)
              .collect(Collectors.toSet());
      needed(settings(manifests, name), name)
          .filter(port -> !open.contains(port))
          .forEach(port -> closed.add(name + " is not let out to port " + port));
    }
    return closed;
  }

  private static Map<String, String> settings(Manifests manifests, String deployment) {
    String name =
        manifests
            .get(Deployment.class, deployment)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnvFrom()
            .get(0)
            .getConfigMapRef()
            .getName();
    return manifests.get(ConfigMap.class, name).getData();
  }

  private static Stream<String> needed(Map<String, String> settings, String deployment) {
    Stream<String> kafka =
        Stream.of(settings.get("CARAVAN_KAFKA_BOOTSTRAP_SERVERS").split(","))
            .map(server -> server.replaceAll(".*:", ""));
    String server =
        deployment.endsWith("capture")
            ? settings.getOrDefault("CARAVAN_POSTGRES_PORT", "5432")
            : String.valueOf(URI.create(settings.get("CARAVAN_DELIVER_CLICKHOUSE_URL")).getPort());
    return Stream.concat(kafka, Stream.of(server, DNS));
  }
}
