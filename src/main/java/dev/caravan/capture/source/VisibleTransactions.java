package dev.caravan.capture.source;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which transactions a query sees: those below {@code xmin}, and those below {@code xmax} that are
 * not under way.
 */
public record VisibleTransactions(long xmin, long xmax, Set<Long> underWay) {

  /** Reads PostgreSQL's text of a snapshot, {@code xmin:xmax:xip,xip}. */
  public static VisibleTransactions read(String snapshot) {
    String[] parts = snapshot.split(":", -1);
    Set<Long> underWay =
        parts[2].isEmpty()
            ? Set.of()
            : Arrays.stream(parts[2].split(","))
                .map(Long::parseUnsignedLong)
                .collect(Collectors.toSet());
    return new VisibleTransactions(
        Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1]), underWay);
  }

  /**
   * Whether a committed transaction's changes are seen.
   *
   * @param number the 32 bits the stream has of the transaction's number. PostgreSQL keeps all
   *     numbers in use within half of what 32 bits can tell apart, so the nearest one is meant
   */
  public boolean see(long number) {
    long whole = xmax + (int) (number - xmax);
    return whole < xmin || (whole < xmax && !underWay.contains(whole));
  }
}
