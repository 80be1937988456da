package dev.caravan.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells of a process and all below it; on other systems everything is 0. */
final class ProcessTree {

  /** The kernel counts in hundredths of a second, whatever its own clock does. */
  private static final double TICKS_PER_SECOND = 100;

  /** Field 14 of {@code /proc/PID/stat}, counted behind the name, which may hold spaces. */
  private static final int UTIME = 11;

  private final long root;

  ProcessTree(long root) {
    this.root = root;
  }

  /** Seconds used so far, by children that have ended, too. */
  double cpuSeconds() {
    return family().mapToDouble(pid -> ticks(pid) / TICKS_PER_SECOND).sum();
  }

  /** Forgets the peaks so far, where the system lets it. */
  void resetPeak() {
    family()
        .forEach(
            pid -> {
              try {
                Files.writeString(proc(pid, "clear_refs"), "5");
              } catch (IOException e) {
                // The peak then counts from the process's start.
              }
            });
  }

  /** The largest peak of resident memory among the processes there are. */
  double peakMb() {
    return family().mapToDouble(pid -> status(pid, "VmHWM:")).max().orElse(0);
  }

  /** Resident now, the sum of all. */
  double residentMb() {
    return family().mapToDouble(pid -> status(pid, "VmRSS:")).sum();
  }

  private Stream<Long> family() {
    return ProcessHandle.of(root).stream()
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .map(ProcessHandle::pid);
  }

  /** Own time in user and kernel mode, and that of children which have ended. */
  private static double ticks(long pid) {
    try {
      String stat = Files.readString(proc(pid, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = 0;
      for (int i = UTIME; i < UTIME + 4; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException e) {
      return 0;
    }
  }

  private static double status(long pid, String key) {
    try {
      List<String> lines = Files.readAllLines(proc(pid, "status"));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static Path proc(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
