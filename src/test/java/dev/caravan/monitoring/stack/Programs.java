package dev.caravan.monitoring.stack;

import dev.caravan.sandbox.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of monitoring, as Debian's packages {@code prometheus}, {@code
 * prometheus-alertmanager}, {@code prometheus-node-exporter} and {@code
 * prometheus-postgres-exporter} install them, or as others name them.
 */
public enum Programs {
  PROMETHEUS("prometheus"),
  PROMTOOL("promtool"),
  ALERTMANAGER("prometheus-alertmanager", "alertmanager"),
  AMTOOL("amtool"),
  NODE_EXPORTER("prometheus-node-exporter", "node_exporter"),
  POSTGRES_EXPORTER("prometheus-postgres-exporter", "postgres_exporter");

  private static final String PACKAGES =
      "prometheus prometheus-alertmanager prometheus-node-exporter prometheus-postgres-exporter";

  private final List<String> names;

  Programs(String... names) {
    this.names = List.of(names);
  }

  /** Where it is. */
  public Optional<Path> find() {
    return names.stream().flatMap(name -> Program.onPath(name).stream()).findFirst();
  }

  /**
   * Where it is.
   *
   * @throws IllegalStateException when it is not there, with how to get it
   */
  public String path() {
    return find().orElseThrow(() -> new IllegalStateException(lack())).toString();
  }

  /** Whether all of them are there. */
  public static boolean areThere() {
    return Stream.of(values()).allMatch(each -> each.find().isPresent());
  }

  /** What is not there, and how to get it. */
  public static String lack() {
    List<String> missing = new ArrayList<>();
    for (Programs each : values()) {
      if (each.find().isEmpty()) {
        missing.add(each.names.get(0));
      }
    }
    return "there is no %s on the PATH; on Debian: apt-get install %s"
        .formatted(String.join(", no ", missing), PACKAGES);
  }
}
