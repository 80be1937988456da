package dev.caravan.check.run;

import java.util.List;

/**
 * How a test ended.
 *
 * @param name the test's name
 * @param differences what is not as expected, each in one line; none when all is
 */
public record TestResult(String name, List<String> differences) {

  public boolean passed() {
    return differences.isEmpty();
  }
}
