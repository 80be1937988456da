package dev.caravan.sandbox;

import java.nio.file.Path;
import java.util.List;

/** How to run a ClickHouse: the server on the PATH, or the engine in chdb's library. */
sealed interface ClickHouseEngine {

  List<String> command(ClickHouseFiles files);

  /** Removes what would keep the engine from starting on the same data again. */
  default void prepare(ClickHouseFiles files) {}

  /** {@code clickhouse server}. */
  record Server(Path program) implements ClickHouseEngine {

    @Override
    public List<String> command(ClickHouseFiles files) {
      return List.of(program.toString(), "server", "--config-file=" + files.config());
    }
  }

  /** {@code libchdb} in a small JVM. */
  record Chdb(Path library) implements ClickHouseEngine {

    /** The last statement waits for standard input without using the CPU. */
    private static final String LISTEN =
        "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP;"
            + " SELECT count() FROM table FORMAT Null";

    @Override
    public List<String> command(ClickHouseFiles files) {
      return JavaCommand.of(
          files.folder(),
          List.of(
              "-Xmx64m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              ClassPath.of(jar -> jar.matches("jna-[0-9.]+\\.jar")),
              ChdbLauncher.class.getName(),
              library.toString(),
              "--path=" + files.data(),
              "--listen_host=127.0.0.1",
              "--http_port=" + files.httpPort(),
              "--tcp_port=" + files.nativePort(),
              "--config-file=" + files.config(),
              "--log-level=warning",
              "--input-format=LineAsString",
              "--structure=line String",
              "--query=" + LISTEN));
    }

    /** Its system database is kept in memory, and old tables of it stall a restart. */
    @Override
    public void prepare(ClickHouseFiles files) {
      FolderTree.delete(files.data().resolve("data").resolve("system"));
    }
  }
}
