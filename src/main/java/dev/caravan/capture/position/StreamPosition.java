package dev.caravan.capture.position;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A place in the stream of changes.
 *
 * <p>PostgreSQL hands out whole transactions in the order of their commits, and starts again only
 * at the end of one. So the place is that end, and how much of the transaction after it is in Kafka
 * already. Row positions cannot stand alone: several rows of a COPY or of a multi-row insert share
 * one, which is why the count is kept with it. Within a transaction PostgreSQL's row positions
 * never decrease (its reorder buffer asserts it).
 *
 * @param commitLsn the end of the last transaction that is complete in Kafka
 * @param txId the transaction after it that is in Kafka in part or in whole, or null
 * @param lsn the WAL position of that transaction's last row in Kafka
 * @param events how many events with that {@code lsn} are in Kafka
 */
@RegisterForReflection
public record StreamPosition(long commitLsn, Long txId, long lsn, int events)
    implements CapturePosition {

  /** The place right behind a transaction. */
  public static StreamPosition at(long commitLsn) {
    return new StreamPosition(commitLsn, null, 0, 0);
  }

  /**
   * The place once all transactions up to {@code newCommitLsn} are known to be complete, as a
   * heartbeat tells.
   */
  public StreamPosition completed(long newCommitLsn) {
    return newCommitLsn > commitLsn ? at(newCommitLsn) : this;
  }

  @Override
  public long highest() {
    return Long.compareUnsigned(commitLsn, lsn) > 0 ? commitLsn : lsn;
  }
}
