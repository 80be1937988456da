package dev.caravan.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides when to say how far a download is, and how: at most one line a second. */
final class FetchProgress {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final double MEGABYTE = 1_000_000;

  private final String what;
  private final long totalBytes;
  private Instant next = Instant.MIN;
  private String saidLine = "";

  FetchProgress(String what, long totalBytes) {
    this.what = what;
    this.totalBytes = totalBytes;
  }

  /**
   * The line to print now; none within a second of the last one, or when it would read the same.
   */
  Optional<String> at(Instant now, long bytes) {
    String line = line(Math.min(bytes, totalBytes));
    if (line.equals(saidLine) || now.isBefore(next)) {
      return Optional.empty();
    }
    next = now.plus(PAUSE);
    saidLine = line;
    return Optional.of(line);
  }

  private String line(long bytes) {
    return "Fetching %s: %.0f of %.0f MB, %d %%"
        .formatted(what, bytes / MEGABYTE, totalBytes / MEGABYTE, bytes * 100 / totalBytes);
  }
}
