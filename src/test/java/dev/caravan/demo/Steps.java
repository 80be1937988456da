package dev.caravan.demo;

import java.time.Duration;
import java.util.Locale;

/** Tells what has been done, and when, counted from the start of the demo. */
final class Steps {

  private final Terminal terminal;
  private final long start = System.nanoTime();

  Steps(Terminal terminal) {
    this.terminal = terminal;
  }

  /** {@code 4.1 s 50,000 orders loaded}. */
  void done(String text, Object... values) {
    terminal.line(head() + String.format(Locale.ROOT, text, values));
  }

  /** How far something is that takes long. */
  void underWay(String text, Object... values) {
    terminal.progress(head() + String.format(Locale.ROOT, text, values));
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String head() {
    String seconds = String.format(Locale.ROOT, "%6.1f s", sinceStart().toMillis() / 1000.0);
    return terminal.style().dim(seconds) + "  ";
  }
}
