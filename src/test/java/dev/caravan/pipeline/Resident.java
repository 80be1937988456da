package dev.caravan.pipeline;

import dev.caravan.sandbox.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has. */
final class Resident {

  private Resident() {}

  /** What it had at most, as Linux tells; 0 elsewhere. */
  static int peakMb(Application application) throws IOException {
    Path status = Path.of("/proc", Long.toString(application.pid()), "status");
    return !Files.exists(status)
        ? 0
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(0);
  }
}
