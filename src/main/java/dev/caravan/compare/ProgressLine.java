package dev.caravan.compare;

import java.io.PrintStream;
import java.util.Locale;

/** A line that is written over while something long runs; nothing where there is no terminal. */
final class ProgressLine {

  private static final String CLEAR = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private boolean shown;

  ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(String table, long rows) {
    if (terminal) {
      out.print(CLEAR + String.format(Locale.ROOT, "%s: %,d rows compared", table, rows));
      out.flush();
      shown = true;
    }
  }

  void clear() {
    if (shown) {
      out.print(CLEAR);
      out.flush();
      shown = false;
    }
  }
}
