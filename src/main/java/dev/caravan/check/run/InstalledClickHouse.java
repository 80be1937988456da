package dev.caravan.check.run;

import dev.caravan.compare.ClickHouseAccess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The program {@code clickhouse} of the PATH, as a server on a free port of the loopback. */
final class InstalledClickHouse implements ClickHouseEngine {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long STOP_SECONDS = 10;
  private static final long LOOK_MILLIS = 100;

  private final String path;

  /**
   * @param path the folders to look in, as the environment has them
   */
  InstalledClickHouse(String path) {
    this.path = path;
  }

  @Override
  public Optional<Server> start(Consumer<String> progress) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "clickhouse"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(InstalledClickHouse::start);
  }

  private static Server start(Path program) {
    try {
      Path folder = Files.createTempDirectory("caravan-check-");
      int port = freePort();
      write(folder, port);
      Process process =
          new ProcessBuilder(program.toString(), "server", "--config-file=config.xml")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
      Running server =
          new Running(
              new ClickHouseAccess("http://127.0.0.1:" + port, "default", "default", ""),
              process,
              folder);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.await();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void write(Path folder, int port) throws IOException {
    Files.writeString(
        folder.resolve("config.xml"),
        """
        <clickhouse>
          <logger><level>warning</level><console>true</console></logger>
          <listen_host>127.0.0.1</listen_host>
          <http_port>%1$d</http_port>
          <path>%2$s/data/</path>
          <tmp_path>%2$s/tmp/</tmp_path>
          <users_config>%2$s/users.xml</users_config>
          <default_profile>default</default_profile>
        </clickhouse>
        """
            .formatted(port, folder));
    Files.writeString(
        folder.resolve("users.xml"),
        """
        <clickhouse>
          <profiles><default/></profiles>
          <quotas><default/></quotas>
          <users><default><password/><networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile><quota>default</quota></default></users>
        </clickhouse>
        """);
  }

  /** A server of its own folder. */
  private record Running(ClickHouseAccess access, Process process, Path folder) implements Server {

    void await() throws IOException {
      long end = System.nanoTime() + START_NANOS;
      while (!answers()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          List<String> log = Files.readAllLines(folder.resolve("server.log"));
          close();
          throw new IllegalStateException(
              "the ClickHouse on the PATH does not start:\n"
                  + String.join("\n", log.subList(Math.max(0, log.size() - 10), log.size())));
        }
      }
    }

    private boolean answers() {
      try {
        return access.query("SELECT 1").equals("1");
      } catch (IOException e) {
        try {
          process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
        return false;
      }
    }

    @Override
    public boolean isPrivate() {
      return true;
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException | UncheckedIOException e) {
        // Somebody has removed it already.
      }
    }
  }
}
