package dev.caravan.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where the demo writes. On a terminal a block of lines can be redrawn in place; elsewhere there
 * are lines only.
 */
final class Terminal {

  private static final String CLEAR_LINE = "\033[2K";
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";
  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";

  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PrintStream out;
  private final boolean interactive;
  private final Style style;
  private int drawn;
  private long writtenAt = System.nanoTime();
  private boolean passing;
  private boolean closed;

  Terminal(PrintStream out, boolean interactive, boolean coloured) {
    this.out = out;
    this.interactive = interactive;
    this.style = new Style(interactive && coloured);
  }

  /** As {@code ./demo} found it; colour also obeys NO_COLOR. */
  static Terminal fromSystem() {
    String noColour = System.getenv("NO_COLOR");
    return new Terminal(
        System.out,
        Boolean.getBoolean("caravan.demo.terminal"),
        noColour == null || noColour.isEmpty());
  }

  boolean isInteractive() {
    return interactive;
  }

  Style style() {
    return style;
  }

  synchronized void line(String text) {
    if (closed) {
      return;
    }
    if (passing) {
      out.print("\033[1A\r" + CLEAR_LINE);
      passing = false;
    }
    out.println(text);
    out.flush();
    drawn = 0;
    writtenAt = System.nanoTime();
  }

  /**
   * Shows how far something is: over the last one on a terminal, elsewhere after ten silent
   * seconds.
   */
  synchronized void progress(String text) {
    if (interactive) {
      redraw(List.of(text));
      passing = true;
    } else if (System.nanoTime() - writtenAt > SILENCE_NANOS) {
      line(text);
    }
  }

  /** Draws lines over those drawn before. A line that is too long is cut, not wrapped. */
  synchronized void redraw(List<String> lines) {
    if (closed) {
      return;
    }
    StringBuilder text = new StringBuilder(HIDE_CURSOR).append(WRAP_OFF);
    if (drawn > 0) {
      text.append("\033[").append(drawn).append("A\r");
    }
    lines.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
    out.print(text.append(WRAP_ON));
    out.flush();
    drawn = lines.size();
    passing = false;
  }

  /** Writes a last line and nothing after it; the cursor is back. */
  synchronized void close(String lastLine) {
    if (closed) {
      return;
    }
    closed = true;
    if (interactive) {
      out.print("\r" + CLEAR_LINE + SHOW_CURSOR);
    }
    if (!lastLine.isEmpty()) {
      out.println(lastLine);
    }
    out.flush();
  }
}
