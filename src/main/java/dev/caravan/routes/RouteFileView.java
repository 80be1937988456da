package dev.caravan.routes;

import java.util.List;

/**
 * How a route file stands.
 *
 * @param file the file's name
 * @param version which contents the folder has: 12 hexadecimal digits, told apart by them
 * @param running which contents run; null when none do
 * @param problems why the contents in the folder are refused; empty when they run
 * @param routes the routes that run, be they of these contents or of those before
 */
public record RouteFileView(
    String file, String version, String running, List<Problem> problems, List<RouteView> routes) {

  /** Whether the contents in the folder run, or are refused. */
  public enum State {
    RUNNING,
    REFUSED
  }

  public State state() {
    return problems.isEmpty() ? State.RUNNING : State.REFUSED;
  }

  /** The first problem in one line, and how many there are further. */
  public String why() {
    if (problems.isEmpty()) {
      return "";
    }
    int further = problems.size() - 1;
    return problems.get(0).inFile() + (further == 0 ? "" : " (and " + further + " more)");
  }
}
