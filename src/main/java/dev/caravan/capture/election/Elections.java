package dev.caravan.capture.election;

import dev.caravan.capture.CaptureConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The election that is configured. */
public final class Elections {

  /** Where Kubernetes tells a pod its namespace. */
  private static final Path NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private Elections() {}

  /**
   * None where no Lease is named.
   *
   * @param environment the process's, in which Kubernetes tells a pod where its API is
   */
  public static Election of(CaptureConfig.Lease config, Map<String, String> environment) {
    if (config.name().isEmpty()) {
      return Election.NONE;
    }
    LeaseTimes times =
        new LeaseTimes(config.duration(), config.renewDeadline(), config.retryPeriod());
    Optional<String> server = config.apiServer().or(() -> inCluster(environment));
    Optional<String> namespace = config.namespace().or(Elections::ownNamespace);
    Optional<String> identity =
        config.identity().or(() -> Optional.ofNullable(environment.get("HOSTNAME")));
    String lack =
        lack("api-server", server)
            .or(() -> lack("namespace", namespace))
            .or(() -> lack("identity", identity))
            .or(times::problem)
            .orElse(null);
    if (lack != null) {
      return new RefusedElection(lack);
    }
    try {
      LeaseApi api =
          new LeaseApi(
              URI.create(server.get()),
              config.caCertificate(),
              config.tokenFile(),
              namespace.get(),
              config.name().get(),
              limit(times));
      return new LeaseElection(
          times,
          new LeaseTries(
              api, namespace.get(), config.name().get(), identity.get(), times.duration()));
    } catch (IllegalArgumentException | IOException e) {
      return new RefusedElection(
          "Kubernetes' API can't be asked for the Lease: correct caravan.capture.lease.api-server (%s) or caravan.capture.lease.ca-certificate (%s): %s"
              .formatted(server.get(), config.caCertificate(), e.getMessage()));
    }
  }

  /** Two requests must not take longer than a holder counts on its Lease without an answer. */
  private static Duration limit(LeaseTimes times) {
    return times.renewDeadline().dividedBy(2);
  }

  private static Optional<String> lack(String key, Optional<String> value) {
    return value.isPresent()
        ? Optional.empty()
        : Optional.of(
            "caravan.capture.lease.name is set, and nothing tells caravan.capture.lease.%s: set it, or run in a pod that has a service account"
                .formatted(key));
  }

  private static Optional<String> inCluster(Map<String, String> environment) {
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    if (host == null) {
      return Optional.empty();
    }
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return Optional.of(
        "https://" + literal + ":" + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
  }

  private static Optional<String> ownNamespace() {
    try {
      return Files.exists(NAMESPACE)
          ? Optional.of(Files.readString(NAMESPACE).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
