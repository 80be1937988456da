package dev.caravan.sandbox;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The packaged application as a process of its own, pointed at a sandbox. It ends with the sandbox
 * at the latest.
 */
public final class Application implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int PROBE_MILLIS = 2_000;
  private static final Path REPOSITORY = ClassPath.ownClasses().getParent().getParent();
  private static final Path JAR = REPOSITORY.resolve("target/quarkus-app/quarkus-run.jar");
  private static final Pattern SECRET = Pattern.compile("caravan\\.[a-z.-]+\\.(password|token)");

  private final OsProcess process;
  private final String url;

  private Application(OsProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Whether it is the native binary that is started, which is no JVM. */
  public static boolean isNative() {
    return ApplicationCommand.binary().isPresent();
  }

  public static Builder on(Sandbox sandbox) {
    return new Builder(sandbox);
  }

  /** Its HTTP interface, {@code http://127.0.0.1:port}. */
  public String url() {
    return url;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for it to end. */
  public int exitCode() {
    return process.exitCode();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.kill();
  }

  /** SIGTERM; returns when it has ended, killed after 30 s. */
  public void stop() {
    stop(STOP_LIMIT);
  }

  /** SIGTERM; returns when it has ended, killed after the limit. */
  public void stop(Duration limit) {
    process.stop("TERM", limit);
  }

  /** SIGSTOP. */
  public void pause() {
    process.pause();
  }

  /** SIGCONT. */
  public void resume() {
    process.resume();
  }

  /** Everything it printed so far. */
  public String log() {
    return process.log();
  }

  /**
   * Waits for its readiness probe to say UP.
   *
   * @throws SandboxException with the last lines of its log, when it has ended or the limit passes
   */
  public void awaitReady(Duration limit) {
    Poll.until(
        limit,
        this::isReady,
        () -> "The application is not ready after " + limit + ":\n" + process.tail());
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new SandboxException(
          "The application ended with exit code " + exitCode() + ":\n" + process.tail());
    }
    try {
      var probe = (HttpURLConnection) URI.create(url + "/q/health/ready").toURL().openConnection();
      probe.setConnectTimeout(PROBE_MILLIS);
      probe.setReadTimeout(PROBE_MILLIS);
      try {
        return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        probe.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** What to start it with. */
  public static final class Builder {

    private final Sandbox sandbox;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> javaOptions = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();
    private Path workingDirectory;
    private List<String> main;
    private Optional<Path> binary = ApplicationCommand.binary();

    private Builder(Sandbox sandbox) {
      this.sandbox = sandbox;
      this.workingDirectory = sandbox.folder();
      routes(REPOSITORY.resolve("routes"));
    }

    /** Any configuration key; replaces what the sandbox would pass. */
    public Builder set(String key, String value) {
      properties.put(key, value);
      return this;
    }

    /** Has its connections to PostgreSQL go over a link. */
    public Builder postgresThrough(NetworkLink link) {
      set("caravan.postgres.host", "127.0.0.1");
      return set("caravan.postgres.port", Integer.toString(link.port()));
    }

    /** Has all connections to the three servers go over links. */
    public Builder through(NetworkLinks links) {
      postgresThrough(links.postgres());
      set("caravan.kafka.bootstrap-servers", "127.0.0.1:" + links.kafka().port());
      return set("caravan.deliver.clickhouse.url", "http://127.0.0.1:" + links.clickhouse().port());
    }

    /** Leaves out what the sandbox would pass. */
    public Builder without(String... keys) {
      removed.addAll(List.of(keys));
      return this;
    }

    /** The sandbox's folder unless set. */
    public Builder workingDirectory(Path folder) {
      workingDirectory = folder;
      return this;
    }

    /** The repository's {@code routes} unless set. */
    public Builder routes(Path folder) {
      return set("caravan.routes.folder", folder.toAbsolutePath().toString());
    }

    /** The native binary instead of the jar. */
    public Builder binary(Path file) {
      binary = Optional.of(file);
      return this;
    }

    /** Options of the JVM, such as {@code -Xmx256m}. */
    public Builder java(String... options) {
      javaOptions.addAll(List.of(options));
      return this;
    }

    /** By {@code java -jar}, also where a {@link ClassDataFile} would have it start sooner. */
    public Builder asShipped() {
      main = List.of("-jar", JAR.toString());
      return this;
    }

    /** Has it leave class data in a file when it ends. */
    public Builder leavingClassData(Path file) {
      main = ClassDataFile.writing(file);
      return this;
    }

    /** Returns at once; see {@link Application#awaitReady(Duration)}. */
    public Application start() {
      int port = LoopbackPort.free();
      Map<String, String> all = ofSandbox(port);
      all.putAll(properties);
      all.keySet().removeAll(removed);
      List<String> options = new ArrayList<>();
      Map<String, String> environment = new LinkedHashMap<>();
      all.forEach(
          (key, value) -> {
            // Everybody on the machine can read a command line.
            if (SECRET.matcher(key).matches()) {
              environment.put(key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), value);
            } else {
              options.add("-D" + key + "=" + value);
            }
          });
      OsProcess process =
          OsProcess.start(
              sandbox.reaper(),
              "KILL",
              binary
                  .map(
                      file ->
                          ApplicationCommand.ofBinary(file, sandbox.folder(), javaOptions, options))
                  .orElseGet(
                      () ->
                          ApplicationCommand.ofJar(main(), sandbox.folder(), javaOptions, options)),
              environment,
              workingDirectory,
              sandbox.folder().resolve("application-" + port + ".log"));
      return new Application(process, "http://127.0.0.1:" + all.get("quarkus.http.port"));
    }

    private List<String> main() {
      if (!Files.exists(JAR)) {
        throw new SandboxException(JAR + " is missing; 'mvn package' builds it");
      }
      return main == null ? ClassDataFile.starting(JAR) : main;
    }

    private Map<String, String> ofSandbox(int port) {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("quarkus.http.host", "127.0.0.1");
      all.put("quarkus.http.port", Integer.toString(port));
      PostgresService postgres = sandbox.postgres();
      all.put("caravan.postgres.host", postgres.host());
      all.put("caravan.postgres.port", Integer.toString(postgres.port()));
      all.put("caravan.postgres.database", postgres.database());
      all.put("caravan.postgres.user", postgres.user());
      all.put("caravan.postgres.password", postgres.password());
      all.put("caravan.kafka.bootstrap-servers", sandbox.kafka().bootstrapServers());
      ClickHouseService clickhouse = sandbox.clickhouse();
      all.put("caravan.deliver.clickhouse.url", clickhouse.url());
      all.put("caravan.deliver.clickhouse.database", clickhouse.database());
      all.put("caravan.deliver.clickhouse.user", clickhouse.user());
      all.put("caravan.deliver.clickhouse.password", clickhouse.password());
      return all;
    }
  }
}
