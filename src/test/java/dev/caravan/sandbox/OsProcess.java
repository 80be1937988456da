package dev.caravan.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process the sandbox started, and everything below it. What it prints is appended to its log.
 */
final class OsProcess {

  /** The reaper must know the process before it does anything: it waits for a line to begin. */
  private static final String WAIT_FOR_GO = "read -r go && exec \"$@\"";

  private static final Duration AFTER_SIGKILL = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;
  private final long logStart;

  private OsProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  /**
   * @param endSignal what the reaper asks the process to end with
   */
  static OsProcess start(
      Reaper reaper, String endSignal, List<String> command, Path folder, Path log) {
    return start(reaper, endSignal, command, Map.of(), folder, log);
  }

  /**
   * @param environment what the process finds in its environment beside what this one has
   */
  static OsProcess start(
      Reaper reaper,
      String endSignal,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Path log) {
    List<String> held =
        Stream.concat(Stream.of("sh", "-c", WAIT_FOR_GO, "sh"), command.stream()).toList();
    try {
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      ProcessBuilder builder =
          new ProcessBuilder(Session.of(held))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        reaper.watch(process.pid(), endSignal);
        process.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
      } catch (RuntimeException | IOException e) {
        process.destroyForcibly();
        throw e;
      }
      return new OsProcess(process, log, logStart);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command.get(0) + ", log " + log, e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while waiting for process " + pid(), e);
    }
  }

  /** SIGKILL to all of it; returns when none of it runs. */
  void kill() {
    List<ProcessHandle> family = pause();
    signal("KILL", family);
    Poll.until(
        AFTER_SIGKILL,
        () -> !process.isAlive() && family.stream().noneMatch(OsProcess::isRunning),
        () -> "Process " + pid() + " still runs after SIGKILL");
  }

  /** Asks the process itself to end, then kills what is left of it after the limit. */
  void stop(String signal, Duration limit) {
    signal("CONT", family());
    signal(signal, List.of(process.toHandle()));
    try {
      process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (process.isAlive()) {
      kill();
    }
  }

  /** The parent first, so that it starts no further child meanwhile. */
  List<ProcessHandle> pause() {
    signal("STOP", List.of(process.toHandle()));
    List<ProcessHandle> family = family();
    signal("STOP", family);
    return family;
  }

  void resume() {
    signal("CONT", family());
  }

  /** What it printed since this start. */
  String log() {
    try (InputStream printed = Files.newInputStream(log)) {
      printed.skipNBytes(logStart);
      return new String(printed.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of {@link #log()}, for messages. */
  String tail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private List<ProcessHandle> family() {
    if (!process.isAlive()) {
      return List.of();
    }
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private static void signal(String signal, List<ProcessHandle> handles) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\"", "sh", signal));
    handles.stream()
        .filter(ProcessHandle::isAlive)
        .map(handle -> Long.toString(handle.pid()))
        .forEach(command::add);
    if (command.size() == 5) {
      return;
    }
    try {
      new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A dead process whose parent has not asked for its exit code yet counts as gone. */
  private static boolean isRunning(ProcessHandle handle) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
      return handle.isAlive() && !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return handle.isAlive() && !Files.exists(Path.of("/proc/self"));
    }
  }
}
