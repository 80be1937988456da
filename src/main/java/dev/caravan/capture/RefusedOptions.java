package dev.caravan.capture;

import dev.caravan.capture.source.SourceRefusedException;
import java.util.Map;
import java.util.Set;

/**
 * Options of Debezium's that change which events there are and what they hold, but by parts of it
 * that rows do not go through. Without a word they would do nothing.
 */
final class RefusedOptions {

  private static final String TABLES = "caravan.capture.tables says which tables are captured";
  private static final String NO_WAY = "remove it; Caravan's events have no place for it";

  private static final Set<String> FILTERS =
      Set.of(
          "table.include.list", "table.exclude.list", "schema.include.list", "schema.exclude.list");

  private static final Set<String> OTHERS =
      Set.of(
          "post.processors",
          "provide.transaction.metadata",
          "signal.data.collection",
          "skip.messages.without.change",
          "skipped.operations",
          "xmin.fetch.interval.ms");

  private RefusedOptions() {}

  /**
   * Looks at the options the user gives.
   *
   * @throws SourceRefusedException when one of them can't do what it is for
   */
  static void check(Map<String, String> options) {
    for (String option : options.keySet()) {
      if (FILTERS.contains(option)) {
        throw refused(option, TABLES);
      }
      if (OTHERS.contains(option)) {
        throw refused(option, NO_WAY);
      }
    }
  }

  private static SourceRefusedException refused(String option, String remedy) {
    return new SourceRefusedException(
        "caravan.capture.debezium.\"%s\" would have no effect: %s".formatted(option, remedy));
  }
}
