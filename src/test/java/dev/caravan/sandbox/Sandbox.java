package dev.caravan.sandbox;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.LogManager;

/**
 * PostgreSQL, Kafka and ClickHouse, each a process of its own on free ports of the loopback, or the
 * servers the environment names. However this JVM ends, they end with it and leave nothing behind.
 */
public final class Sandbox implements AutoCloseable {

  private final Reaper reaper = new Reaper();
  private final Thread closer = new Thread(reaper::close, "caravan-sandbox-closer");
  private final Path folder = reaper.folder("sandbox");
  private Security security;
  private PostgresService postgres;
  private KafkaService kafka;
  private ClickHouseService clickhouse;

  private Sandbox() {}

  /**
   * Starts all three at once and returns when each answers. The first time it unpacks PostgreSQL
   * and fetches ClickHouse into {@code ~/.cache/caravan}.
   *
   * @param progress takes lines for people, from several threads
   * @throws SandboxException when one does not start, with the last lines it printed; nothing is
   *     left then
   */
  public static Sandbox start(Consumer<String> progress) {
    return start(Environment.ofProcess(), progress, folder -> null);
  }

  /**
   * The same with own servers in any case, of which Kafka encrypts, and ClickHouse has a user of
   * few rights.
   *
   * @param security is given a folder to put certificates in
   */
  static Sandbox startSecured(Consumer<String> progress, Function<Path, Security> security) {
    return start(Environment.none(), progress, security);
  }

  private static Sandbox start(
      Environment environment, Consumer<String> progress, Function<Path, Security> security) {
    Sandbox sandbox = new Sandbox();
    Runtime.getRuntime().addShutdownHook(sandbox.closer);
    try {
      sandbox.security = security.apply(sandbox.folder);
      sandbox.startAll(new Startup(sandbox.reaper, environment, progress, sandbox.security));
      return sandbox;
    } catch (Throwable e) {
      sandbox.close();
      throw e;
    }
  }

  /** Whether its servers encrypt, and an application must be told how. */
  public boolean isSecured() {
    return security != null;
  }

  Security security() {
    return security;
  }

  public PostgresService postgres() {
    return postgres;
  }

  public KafkaService kafka() {
    return kafka;
  }

  public ClickHouseService clickhouse() {
    return clickhouse;
  }

  /** A temporary folder for whatever else belongs to this sandbox; removed by {@link #close()}. */
  public Path folder() {
    return folder;
  }

  /** Ends every process and removes every folder of this sandbox. */
  @Override
  public void close() {
    reaper.close();
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      // The JVM is ending already, and the hook finds nothing left to do.
    }
  }

  Reaper reaper() {
    return reaper;
  }

  private void startAll(Startup startup) {
    // Two threads that meet at JBoss's log manager before it is initialized wait for each other.
    LogManager.getLogManager();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "caravan-sandbox-start");
              thread.setDaemon(true);
              return thread;
            });
    CompletionService<Object> starts = new ExecutorCompletionService<>(threads);
    Future<?> first = starts.submit(task(() -> postgres = startup.postgres()));
    Future<?> second = starts.submit(task(() -> kafka = startup.kafka()));
    Future<?> third = starts.submit(task(() -> clickhouse = startup.clickhouse()));
    threads.shutdown();
    try {
      for (Future<?> ignored : new Future<?>[] {first, second, third}) {
        starts.take().get();
      }
    } catch (ExecutionException e) {
      threads.shutdownNow();
      throw e.getCause() instanceof SandboxException failure
          ? failure
          : new SandboxException("The sandbox did not start: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while the sandbox started", e);
    }
  }

  private static Callable<Object> task(Callable<Object> start) {
    return start;
  }
}
