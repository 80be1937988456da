package dev.caravan.check.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Finds a ClickHouse to test in. */
public final class ClickHouseEngines {

  private ClickHouseEngines() {}

  /**
   * Starts one: the program on the PATH, else one the class path has.
   *
   * @param path the folders of programs, as the environment has them
   * @param progress takes lines for people
   * @throws IllegalStateException when there is none, or it does not start
   */
  public static ClickHouseEngine.Server start(String path, Consumer<String> progress) {
    List<ClickHouseEngine> engines = new ArrayList<>(List.of(new InstalledClickHouse(path)));
    ServiceLoader.load(ClickHouseEngine.class).forEach(engines::add);
    for (ClickHouseEngine each : engines) {
      Optional<ClickHouseEngine.Server> server = each.start(progress);
      if (server.isPresent()) {
        return server.get();
      }
    }
    throw new IllegalStateException(
        "the tests need a ClickHouse: put the program 'clickhouse' on the PATH, name a server with"
            + " --clickhouse-url, or leave the tests out with --no-tests");
  }
}
