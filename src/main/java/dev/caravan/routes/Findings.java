package dev.caravan.routes;

import dev.caravan.security.ConfiguredSecrets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is found wrong in one file. Not for several threads. */
final class Findings {

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  Findings(String file) {
    this.file = file;
  }

  /**
   * @param line from 1; 0 when it is not known
   */
  void add(int line, String reason) {
    String text = ConfiguredSecrets.hide(reason.replaceAll("\\s+", " ").strip());
    Problem problem = new Problem(file, line, text);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** By line. */
  List<Problem> sorted() {
    return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }
}
