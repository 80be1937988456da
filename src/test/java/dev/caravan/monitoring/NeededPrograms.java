package dev.caravan.monitoring;

import dev.caravan.monitoring.stack.Programs;
import org.junit.jupiter.api.Assumptions;

/** Tests that need Prometheus are left out where it is not installed, but never by CI. */
final class NeededPrograms {

  private NeededPrograms() {}

  static void check() {
    if (System.getenv("CI") != null && !Programs.areThere()) {
      throw new IllegalStateException(Programs.lack());
    }
    Assumptions.assumeTrue(Programs.areThere(), Programs::lack);
  }
}
