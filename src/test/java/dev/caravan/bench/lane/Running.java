package dev.caravan.bench.lane;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Program;
import dev.caravan.sandbox.SandboxException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A process that is measured.
 *
 * @param alive throws when it has ended
 * @param log everything it printed
 * @param end ends it
 */
public record Running(long pid, Runnable alive, Supplier<String> log, Runnable end)
    implements AutoCloseable {

  public static Running of(Application application) {
    return new Running(
        application.pid(),
        () -> {
          if (!application.isAlive()) {
            throw new SandboxException("Caravan ended:\n" + application.log());
          }
        },
        application::log,
        application::stop);
  }

  public static Running of(Program process) {
    return new Running(process.pid(), process::mustRun, process::log, process::kill);
  }

  /** Waits for what it brings about. */
  public void until(Waiting.Condition condition) throws Exception {
    until(Optional.of(this), condition);
  }

  /** The same, of what ClickHouse may do without a process beside it. */
  public static void until(Optional<Running> running, Waiting.Condition condition)
      throws Exception {
    Waiting.until(
        () -> {
          running.ifPresent(process -> process.alive().run());
          return condition.holds();
        },
        () -> running.map(process -> process.log().get()).orElse("ClickHouse does it by itself"));
  }

  @Override
  public void close() {
    end.run();
  }
}
