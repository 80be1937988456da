package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.StartRefusal;
import dev.caravan.deliver.DeliverConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at the start whether what is said of ClickHouse's servers goes together. */
@ApplicationScoped
public class ClusterCheck {

  private static final String KEYS = "caravan.deliver.clickhouse.";
  private static final Pattern URL = Pattern.compile("https?://[^\\s/@,]+(/[^@,]*)?");
  private static final Pattern QUORUM = Pattern.compile("auto|[1-9][0-9]?");

  private final CaravanConfig caravan;
  private final DeliverConfig deliver;
  private final StartRefusal refusal;

  public ClusterCheck(CaravanConfig caravan, DeliverConfig deliver, StartRefusal refusal) {
    this.caravan = caravan;
    this.deliver = deliver;
    this.refusal = refusal;
  }

  void look(@Observes @Priority(1) StartupEvent started) {
    reason().ifPresent(refusal::refuse);
  }

  /** Whether it does; nothing is delivered otherwise. */
  boolean isPassed() {
    return reason().isEmpty();
  }

  private Optional<String> reason() {
    return caravan.role().delivers() ? reason(deliver.clickhouse()) : Optional.empty();
  }

  /** What does not go together, and what would; nothing when all does. */
  static Optional<String> reason(DeliverConfig.ClickHouse config) {
    return malformed(config)
        .or(() -> twice(config.url()))
        .or(() -> config.replicated() ? path(config) : alone(config))
        .map(text -> KEYS + text);
  }

  private static Optional<String> malformed(DeliverConfig.ClickHouse config) {
    return config.url().stream()
        .filter(url -> !URL.matcher(url).matches())
        .findFirst()
        // It may hold a password.
        .map(
            url ->
                "url must be ClickHouse's HTTP interface, http://host:8123 or https://host:8443, of several servers separated by commas; user and password have keys of their own")
        .or(
            () ->
                config
                    .insertQuorum()
                    .filter(quorum -> !QUORUM.matcher(quorum).matches())
                    .map(
                        quorum ->
                            "insert-quorum=%s must be a number of replicas, or auto for a majority of them"
                                .formatted(quorum)))
        .or(
            () ->
                config
                    .replicaPath()
                    .filter(path -> !path.startsWith("/"))
                    .map(path -> "replica-path=%s must begin with /".formatted(path)));
  }

  private static Optional<String> twice(List<String> urls) {
    Set<String> seen = new HashSet<>();
    return urls.stream()
        .filter(url -> !seen.add(url))
        .findFirst()
        .map(url -> "url names %s twice: name each server once".formatted(url));
  }

  /** Without replicated tables. */
  private static Optional<String> alone(DeliverConfig.ClickHouse config) {
    if (config.url().size() > 1) {
      return Optional.of(
          "url names %d servers, of which each must hold what the others do: set %sreplicated=true, or name one"
              .formatted(config.url().size(), KEYS));
    }
    return useless("replica-path", config.replicaPath())
        .or(() -> useless("replica-name", config.replicaName()))
        .or(() -> useless("insert-quorum", config.insertQuorum()));
  }

  private static Optional<String> useless(String key, Optional<String> value) {
    return value.map(
        text ->
            "%s=%s is for replicated tables: set %sreplicated=true, or remove it"
                .formatted(key, text, KEYS));
  }

  private static Optional<String> path(DeliverConfig.ClickHouse config) {
    if (config.replicaPath().isEmpty()) {
      return config
          .replicaName()
          .map(
              name ->
                  "replica-name=%s needs %sreplica-path: set both or none".formatted(name, KEYS));
    }
    String path = config.replicaPath().get();
    if (!path.contains("{uuid}") && !path.contains("{table}")) {
      return Optional.of(
          "replica-path=%s would be that of every table: put {uuid} or {table} into it"
              .formatted(path));
    }
    if (config.replicaName().filter(name -> !name.contains("{")).isPresent()) {
      return Optional.of(
          "replica-name=%s would be that of every server: put a macro into it, such as {replica}"
              .formatted(config.replicaName().get()));
    }
    return config.cluster().isPresent()
        ? Optional.empty()
        : Optional.of(
            "replica-path=%s needs %scluster; a Replicated database makes paths of its own"
                .formatted(path, KEYS));
  }
}
