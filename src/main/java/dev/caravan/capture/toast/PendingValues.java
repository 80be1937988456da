package dev.caravan.capture.toast;

import dev.caravan.capture.Unavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What the events of a batch still lack. A value that an earlier event of the batch brought for the
 * same row is put in right away: exact, and without a question to PostgreSQL.
 */
final class PendingValues {

  /**
   * An event with values to be had.
   *
   * @param index its place in the batch
   * @param row what its values are put into
   * @param fields those that were not sent
   */
  record Event(int index, SourceRecord event, Struct row, List<Field> fields) {}

  private record RowKey(String topic, Object key) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private final Set<Long> transactions = new HashSet<>();
  private final Map<RowKey, Struct> rows = new HashMap<>();

  private PendingValues() {}

  /** Looks through a batch. Events may come to hold values of earlier ones. */
  static PendingValues of(List<SourceRecord> batch) {
    PendingValues pending = new PendingValues();
    Set<String> lacking = new HashSet<>();
    Map<Integer, List<Field>> unsent = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      List<Field> fields = unsent(row(batch.get(i)));
      if (!fields.isEmpty()) {
        unsent.put(i, fields);
        lacking.add(batch.get(i).topic());
      }
    }
    if (!unsent.isEmpty()) {
      for (int i = 0; i < batch.size(); i++) {
        if (lacking.contains(batch.get(i).topic())) {
          pending.follow(i, batch.get(i), unsent.getOrDefault(i, List.of()));
        }
      }
      pending.rows.clear();
    }
    return pending;
  }

  private static Struct row(SourceRecord event) {
    return event.value() instanceof Struct value && value.schema().field("after") != null
        ? value.getStruct("after")
        : null;
  }

  private static List<Field> unsent(Struct row) {
    List<Field> unsent = List.of();
    if (row != null) {
      for (Field field : row.schema().fields()) {
        switch (field.schema().type()) {
          case STRING, BYTES -> {
            if (Unavailable.is(row.get(field))) {
              unsent = unsent.isEmpty() ? new ArrayList<>() : unsent;
              unsent.add(field);
            }
          }
          default -> {
            // Nothing of another type is large enough to be kept apart.
          }
        }
      }
    }
    return unsent;
  }

  private void follow(int index, SourceRecord event, List<Field> unsent) {
    Struct row = row(event);
    if (row == null && event.key() == null) {
      // Emptied: what comes now under a key is another row.
      rows.keySet().removeIf(key -> key.topic().equals(event.topic()));
      return;
    }
    RowKey key = new RowKey(event.topic(), event.key());
    if (row == null) {
      rows.remove(key);
      return;
    }
    List<Field> left = unsent.isEmpty() ? unsent : takeOver(rows.get(key), row, unsent);
    if (!left.isEmpty()) {
      events.add(new Event(index, event, row, left));
      transactions.add(((Struct) event.value()).getStruct("source").getInt64("txId"));
    }
    if (event.key() != null) {
      rows.put(key, row);
    }
  }

  /** Returns what the earlier event does not have either. */
  private static List<Field> takeOver(Struct earlier, Struct row, List<Field> unsent) {
    // After a change of the table a field of the same name may be another column.
    if (earlier == null || earlier.schema() != row.schema()) {
      return unsent;
    }
    List<Field> left = new ArrayList<>();
    for (Field field : unsent) {
      Object value = earlier.getWithoutDefault(field.name());
      if (Unavailable.is(value)) {
        left.add(field);
      } else {
        row.put(field, value);
      }
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
