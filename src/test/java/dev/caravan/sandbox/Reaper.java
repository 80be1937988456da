package dev.caravan.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A process beside this JVM that knows what the sandbox started, and ends and removes all of it
 * when this JVM closes the pipe between them, which even {@code kill -9} does.
 */
final class Reaper implements AutoCloseable {

  private static final String SCRIPT = script();

  private final Process process;
  private final BufferedReader answers;
  private final List<Path> folders = new CopyOnWriteArrayList<>();

  Reaper() {
    try {
      process =
          new ProcessBuilder(Session.of(List.of("sh", "-c", SCRIPT, "caravan-reaper")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox needs 'sh' and 'setsid' or 'perl'", e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Has a process ended with the sandbox, and everything it starts.
   *
   * @param signal asks it to end, such as {@code TERM}; SIGKILL follows after a second
   */
  void watch(long pid, String signal) {
    tell("pid " + signal + " " + pid);
  }

  /** Creates a folder for the owner only, to be removed with the sandbox. */
  Path folder(Path parent, String purpose) {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path folder = parent.resolve("caravan-" + purpose + "-" + random).toAbsolutePath();
    tell("dir " + folder);
    folders.add(folder);
    try {
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder below {@code java.io.tmpdir}. */
  Path folder(String purpose) {
    return folder(Path.of(System.getProperty("java.io.tmpdir")), purpose);
  }

  /** Every folder created so far. */
  List<Path> folders() {
    return List.copyOf(folders);
  }

  private synchronized void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      if (answers.readLine() != null) {
        return;
      }
    } catch (IOException e) {
      throw new SandboxException("The sandbox is closed", e);
    }
    throw new SandboxException("The sandbox's reaper has died, nothing more is started");
  }

  /** Returns when everything is ended and removed. */
  @Override
  public void close() {
    try {
      synchronized (this) {
        process.getOutputStream().close();
      }
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new SandboxException("The sandbox's processes did not end within 30 s");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String script() {
    try (InputStream script = Reaper.class.getResourceAsStream("reaper.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
