package dev.caravan.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A server the sandbox runs itself, with a folder of its own. */
abstract class LocalService implements Service {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Reaper reaper;
  private final Path folder;
  private OsProcess process;

  LocalService(String name, Reaper reaper) {
    this.name = name;
    this.reaper = reaper;
    this.folder = reaper.folder(name);
  }

  /** What to start, called before each start. */
  abstract List<String> command();

  /** Whether it answers now. Errors count as no. */
  abstract boolean answers() throws Exception;

  /** Asks the server to end orderly. */
  abstract String stopSignal();

  /** Asks the server to end at once. */
  String endSignal() {
    return "KILL";
  }

  final Path folder() {
    return folder;
  }

  /** What it printed since its last start. */
  final String log() {
    return process.log();
  }

  @Override
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    process =
        OsProcess.start(reaper, endSignal(), command(), folder, folder.resolve(name + ".log"));
    Poll.until(START_LIMIT, this::isReady, () -> failure("did not answer within 60 s"));
  }

  @Override
  public synchronized void kill() {
    process.kill();
  }

  @Override
  public synchronized void stop() {
    process.stop(stopSignal(), STOP_LIMIT);
  }

  @Override
  public synchronized void pause() {
    process.pause();
  }

  @Override
  public synchronized void resume() {
    process.resume();
  }

  @Override
  public synchronized OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new SandboxException(failure("ended with exit code " + process.exitCode()));
    }
    try {
      return answers();
    } catch (Exception e) {
      return false;
    }
  }

  private String failure(String what) {
    return "The sandbox's " + name + " " + what + ". Its last lines:\n" + process.tail();
  }
}
