package dev.caravan.capture.position;

/**
 * Drops, after a restart, the events of the transaction in progress that Kafka holds already. Not
 * safe for use by several threads.
 */
public final class ResumeFilter {

  private final StreamPosition stored;
  private long groupLsn;
  private int groupEvents;

  /**
   * @param stored where Kafka stands; PostgreSQL streams from its {@code commitLsn}
   */
  public ResumeFilter(StreamPosition stored) {
    this.stored = stored;
  }

  /**
   * Whether the event is new to Kafka. To be asked once for each event, in the stream's order.
   *
   * @param txId the event's transaction
   * @param lsn the event's WAL position
   */
  public boolean isNew(long txId, long lsn) {
    if (stored.txId() == null || stored.txId() != txId) {
      return true;
    }
    groupEvents = lsn == groupLsn ? groupEvents + 1 : 1;
    groupLsn = lsn;
    int order = Long.compareUnsigned(lsn, stored.lsn());
    return order > 0 || (order == 0 && groupEvents > stored.events());
  }
}
