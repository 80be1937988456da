package dev.caravan.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program of this machine, or a JVM, beside the servers of a sandbox. It ends with the sandbox at
 * the latest.
 */
public final class Program implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

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
   * @param environment what it finds in its environment beside what this JVM has; secrets belong
   *     there, for everybody on the machine can read a command line
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

  /**
   * A JVM; returns at once.
   *
   * @param rest options, class path, main class and arguments
   */
  public static Program java(
      Sandbox sandbox, String name, Map<String, String> environment, List<String> rest) {
    return start(sandbox, name, environment, JavaCommand.of(sandbox.folder(), rest));
  }

  public long pid() {
    return process.pid();
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

  /** Waits for it to end. */
  public int exitCode() {
    return process.exitCode();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.kill();
  }

  /** SIGTERM; returns when it has ended, killed after 20 s. */
  @Override
  public void close() {
    process.stop("TERM", STOP_LIMIT);
  }
}
