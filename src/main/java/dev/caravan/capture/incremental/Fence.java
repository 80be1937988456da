package dev.caravan.capture.incremental;

import dev.caravan.capture.source.VisibleTransactions;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps what a table's snapshot reads apart from what the stream brings: a transaction the snapshot
 * sees is read with the rows, and its events are left out. What came before the snapshot counts as
 * read; so it must see all of those transactions.
 */
final class Fence {

  private final boolean leavesOut;
  private final Set<Long> before = new HashSet<>();
  private VisibleTransactions seen;
  private long seenBy;

  /**
   * @param leavesOut whether events before the snapshot are left out; they are written otherwise,
   *     and taken away with the rows of the earlier time
   */
  Fence(boolean leavesOut) {
    this.leavesOut = leavesOut;
  }

  /** Whether the stream's event is to be written. */
  boolean passes(long transaction) {
    if (seen == null) {
      before.add(transaction);
      return !leavesOut;
    }
    return !seen.see(transaction);
  }

  /**
   * Whether a snapshot sees all that came before it. PostgreSQL may stream a transaction a moment
   * before anybody sees it, with synchronous replication a long moment.
   */
  boolean suits(VisibleTransactions snapshot) {
    return before.stream().allMatch(snapshot::see);
  }

  /** Forgets what a snapshot sees: every later one sees it, too. */
  void prune(VisibleTransactions snapshot) {
    before.removeIf(snapshot::see);
  }

  /** Whether the snapshot was taken. */
  boolean stands() {
    return seen != null;
  }

  /**
   * The snapshot is taken.
   *
   * @param writtenBy up to where PostgreSQL had written by then
   */
  void stand(VisibleTransactions snapshot, long writtenBy) {
    seen = snapshot;
    seenBy = writtenBy;
    before.clear();
  }

  /** Whether no event is to come of what the snapshot sees. */
  boolean isPassed(long commitLsn) {
    return seen != null && Long.compareUnsigned(commitLsn, seenBy) > 0;
  }
}
