package dev.caravan.capture.event;

import java.util.ArrayList;
import java.util.List;

/** Events in the stream's order, handed on together. Not safe for use by several threads. */
public final class RowBlock {

  private final List<RowEvent> events = new ArrayList<>();
  private long bytes;
  private long completed;

  public void add(RowEvent event) {
    events.add(event);
    bytes += event.size();
    completed = 0;
  }

  /** All transactions up to the WAL position are over, and none of another is in the block yet. */
  public void complete(long commitLsn) {
    completed = commitLsn;
  }

  public List<RowEvent> events() {
    return events;
  }

  /** About what the events take in memory. */
  public long bytes() {
    return bytes;
  }

  /** The end of the last transaction when nothing of another follows it; 0 otherwise. */
  public long completed() {
    return completed;
  }

  /** Whether there is neither an event nor the end of a transaction. */
  public boolean isEmpty() {
    return events.isEmpty() && completed == 0;
  }
}
