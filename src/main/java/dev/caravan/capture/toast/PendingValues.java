package dev.caravan.capture.toast;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.RowEvent;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the events of a batch still lack. A value that an earlier event of the batch brought for the
 * same row is put in right away: exact, and without a question to PostgreSQL.
 */
final class PendingValues {

  /**
   * An event with values to be had.
   *
   * @param index its place in the batch
   * @param places the columns that were not sent
   */
  record Event(int index, RowEvent event, List<Integer> places) {}

  private record RowKey(String topic, ByteBuffer key) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private final Set<Long> transactions = new HashSet<>();
  private final Map<RowKey, RowEvent> rows = new HashMap<>();
  private final EventWriter keys = new EventWriter();

  private PendingValues() {}

  /** Looks through a batch. Events may come to hold values of earlier ones. */
  static PendingValues of(List<RowEvent> batch) {
    PendingValues pending = new PendingValues();
    Set<String> lacking = new HashSet<>();
    for (RowEvent event : batch) {
      if (event.isLacking()) {
        lacking.add(event.table().topic());
      }
    }
    if (!lacking.isEmpty()) {
      for (int i = 0; i < batch.size(); i++) {
        if (lacking.contains(batch.get(i).table().topic())) {
          pending.follow(i, batch.get(i));
        }
      }
      pending.rows.clear();
    }
    return pending;
  }

  private static List<Integer> unsent(RowEvent event) {
    List<Integer> unsent = new ArrayList<>();
    EventTable table = event.table();
    for (int place = 0; place < table.columns(); place++) {
      if (table.isWritten(place) && event.lacks(place)) {
        unsent.add(place);
      }
    }
    return unsent;
  }

  private void follow(int index, RowEvent event) {
    String topic = event.table().topic();
    byte[] written = keys.key(event);
    if (!event.hasRow() && written == null) {
      // Emptied: what comes now under a key is another row.
      rows.keySet().removeIf(key -> key.topic().equals(topic));
      return;
    }
    RowKey key = new RowKey(topic, written == null ? null : ByteBuffer.wrap(written));
    if (!event.hasRow()) {
      rows.remove(key);
      return;
    }
    if (event.isLacking()) {
      List<Integer> left = takeOver(rows.get(key), event, unsent(event));
      if (!left.isEmpty()) {
        events.add(new Event(index, event, left));
        transactions.add(event.origin().txId());
      }
    }
    if (written != null) {
      rows.put(key, event);
    }
  }

  /** Returns what the earlier event does not have either. */
  private static List<Integer> takeOver(RowEvent earlier, RowEvent event, List<Integer> unsent) {
    // After a change of the table a column at the same place may be another one.
    if (earlier == null || earlier.table() != event.table()) {
      return unsent;
    }
    List<Integer> left = new ArrayList<>();
    Map<Integer, byte[]> taken = new HashMap<>();
    for (int place : unsent) {
      if (earlier.lacks(place)) {
        left.add(place);
      } else {
        taken.put(place, earlier.bytes(place));
      }
    }
    if (!taken.isEmpty()) {
      event.fill(taken);
    }
    return left;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** The transactions of the events, by the 32 bits the stream has of their numbers. */
  Set<Long> transactions() {
    return transactions;
  }

  /** The first of the events. */
  Event first() {
    return events.peek();
  }

  /** Takes the first events off. */
  List<Event> next(int most) {
    List<Event> next = new ArrayList<>();
    while (next.size() < most && !events.isEmpty()) {
      next.add(events.removeFirst());
    }
    return next;
  }
}
