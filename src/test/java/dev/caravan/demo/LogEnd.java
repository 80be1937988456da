package dev.caravan.demo;

import java.util.List;

/** The last lines of a log, which say why something ended. */
final class LogEnd {

  private static final int LINES = 25;

  private LogEnd() {}

  static String of(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }
}
