package dev.caravan.capture.position;

/** Drops, after a restart, the events of the transaction in progress that Kafka holds already. */
public final class ResumeFilter {

  private final StreamPosition stored;

  /**
   * @param stored where Kafka stands; PostgreSQL streams from its {@code commitLsn}
   */
  public ResumeFilter(StreamPosition stored) {
    this.stored = stored;
  }

  /**
   * Whether the event is new to Kafka.
   *
   * @param txId the event's transaction
   * @param lsn the event's WAL position
   * @param ordinal how many events of the transaction had that position before, and one
   */
  public boolean isNew(long txId, long lsn, int ordinal) {
    if (stored.txId() == null || stored.txId() != txId) {
      return true;
    }
    int order = Long.compareUnsigned(lsn, stored.lsn());
    return order > 0 || (order == 0 && ordinal > stored.events());
  }
}
