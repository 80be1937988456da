package dev.caravan.sandbox;

import dev.caravan.check.run.ClickHouseEngine;
import dev.caravan.compare.ClickHouseAccess;
import java.util.Optional;
import java.util.function.Consumer;

/** The sandbox's ClickHouse alone, for {@code ./check} in a checkout. */
public final class SandboxClickHouse implements ClickHouseEngine {

  @Override
  public Optional<Server> start(Consumer<String> progress) {
    Reaper reaper = new Reaper();
    try {
      ClickHouseService service =
          new Startup(reaper, Environment.none(), progress, null).clickhouse();
      return Optional.of(new Running(reaper, service));
    } catch (SandboxException e) {
      reaper.close();
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private record Running(Reaper reaper, ClickHouseService service) implements Server {

    @Override
    public ClickHouseAccess access() {
      return new ClickHouseAccess(
          service.url(), service.database(), service.user(), service.password());
    }

    @Override
    public boolean isPrivate() {
      return true;
    }

    @Override
    public void close() {
      reaper.close();
    }
  }
}
