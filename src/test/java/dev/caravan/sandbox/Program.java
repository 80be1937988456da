package dev.caravan.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program of this machine beside the servers of a sandbox. It ends with the sandbox at latest.
 */
public final class Program implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final OsProcess process;

  private Program(String name, OsProcess process) {
    this.name = name;
    this.process = process;
  }

  /** A program of the PATH. */
  public static Optional<Path> onPath(String program) {
    return Session.onPath(program);
  }

  /**
   * Returns at once.
   *
   * @param name of its log
   * @param environment what it finds in its environment beside what this JVM has
   */
  public static Program start(
      Sandbox sandbox, String name, Map<String, String> environment, List<String> command) {
    return new Program(
        name,
        OsProcess.start(
            sandbox.reaper(),
            "KILL",
            command,
            environment,
            sandbox.folder(),
            sandbox.folder().resolve(name + ".log")));
  }

  /** Everything it printed so far. */
  public String log() {
    return process.log();
  }

  /**
   * @throws SandboxException with the end of its log when it has ended
   */
  public void mustRun() {
    if (!process.isAlive()) {
      throw new SandboxException(
          "%s ended with exit code %d:\n%s".formatted(name, process.exitCode(), process.tail()));
    }
  }

  /** SIGTERM; returns when it has ended, killed after 10 s. */
  @Override
  public void close() {
    process.stop("TERM", STOP_LIMIT);
  }
}
