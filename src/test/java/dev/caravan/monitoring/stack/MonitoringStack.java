package dev.caravan.monitoring.stack;

import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Program;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prometheus with the shipped configuration and rules, Alertmanager, and the exporters of the host
 * and of PostgreSQL, watching an application and the servers of its sandbox. ClickHouse tells by
 * its own endpoint; there is no exporter for Kafka. Ends with the sandbox at the latest.
 */
public final class MonitoringStack implements AutoCloseable {

  private final Sandbox sandbox;
  private final Endpoints at;
  private final Pace pace;
  private final Path folder;
  private final List<Program> programs;

  private MonitoringStack(Sandbox sandbox, Endpoints at, Pace pace, Map<String, String> receivers) {
    this.sandbox = sandbox;
    this.at = at;
    this.pace = pace;
    this.folder = sandbox.folder().resolve("monitoring");
    copy();
    this.programs =
        List.of(nodeExporter(), postgresExporter(), alertmanager(receivers), prometheus());
  }

  /**
   * Returns at once; each answers a moment later.
   *
   * @param application its URL, {@code http://127.0.0.1:port}
   * @param receivers variables of {@code prometheus/alertmanager/start}
   * @throws IllegalStateException when a program is not on this machine
   */
  public static MonitoringStack start(
      Sandbox sandbox, String application, Pace pace, Map<String, String> receivers) {
    if (!Programs.areThere()) {
      throw new IllegalStateException(Programs.lack());
    }
    Endpoints at =
        Endpoints.of(
            application.replace("http://", ""), sandbox.clickhouse().url().replace("http://", ""));
    return new MonitoringStack(sandbox, at, pace, receivers);
  }

  /** {@code http://127.0.0.1:port}. */
  public String prometheusUrl() {
    return "http://" + at.prometheus();
  }

  /** {@code http://127.0.0.1:port}. */
  public String alertmanagerUrl() {
    return "http://" + at.alertmanager();
  }

  /**
   * @throws dev.caravan.sandbox.SandboxException with the end of its log when one has ended
   */
  public void mustRun() {
    programs.forEach(Program::mustRun);
  }

  private void copy() {
    Path shipped = Path.of("prometheus").toAbsolutePath();
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(shipped.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        String text = Files.readString(file);
        String name = file.getFileName().toString();
        Files.writeString(copy, name.endsWith(".yml") ? pace.of(text) : text);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Path main = folder.resolve("prometheus.yml");
      Files.writeString(main, at.in(Files.readString(main)));
      Files.createDirectories(folder.resolve("prometheus-data"));
      Files.createDirectories(folder.resolve("alertmanager-data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program prometheus() {
    return Program.start(
        sandbox,
        "prometheus",
        Map.of("PROMETHEUS_DATA", folder.resolve("prometheus-data").toString()),
        List.of(folder.resolve("start").toString(), "--web.listen-address=" + at.prometheus()));
  }

  private Program alertmanager(Map<String, String> receivers) {
    Map<String, String> environment = new LinkedHashMap<>(receivers);
    environment.put("ALERTMANAGER", Programs.ALERTMANAGER.path());
    environment.put("ALERTMANAGER_DATA", folder.resolve("alertmanager-data").toString());
    return Program.start(
        sandbox,
        "alertmanager",
        environment,
        List.of(
            folder.resolve("alertmanager/start").toString(),
            "--web.listen-address=" + at.alertmanager(),
            "--cluster.listen-address="));
  }

  private Program nodeExporter() {
    return Program.start(
        sandbox,
        "node-exporter",
        Map.of(),
        List.of(Programs.NODE_EXPORTER.path(), "--web.listen-address=" + at.nodeExporter()));
  }

  private Program postgresExporter() {
    PostgresService postgres = sandbox.postgres();
    return Program.start(
        sandbox,
        "postgres-exporter",
        Map.of(
            "DATA_SOURCE_NAME",
            "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
                .formatted(
                    postgres.user(),
                    postgres.password() == null ? "" : postgres.password(),
                    postgres.host(),
                    postgres.port(),
                    postgres.database())),
        List.of(
            Programs.POSTGRES_EXPORTER.path(),
            "--web.listen-address=" + at.postgresExporter(),
            "--extend.query-path=" + folder.resolve("postgres-exporter/queries.yaml")));
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
  }
}
