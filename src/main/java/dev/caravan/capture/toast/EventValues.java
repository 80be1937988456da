package dev.caravan.capture.toast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.ChangeHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Puts what was read into an event, and marks the event where there was nothing to be had. */
final class EventValues {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EventValues() {}

  /** The texts of the event's key, by which PostgreSQL finds its row. */
  static List<String> key(PendingValues.Event event) {
    Struct key = (Struct) event.event().key();
    return key.schema().fields().stream()
        .map(field -> KeyText.of(field.schema(), key.getWithoutDefault(field.name())))
        .toList();
  }

  /**
   * @param texts PostgreSQL's texts by the fields' names, null for NULL; without an entry for what
   *     was not to be had
   * @return the columns that were not to be had; the event names them in its header
   */
  static List<String> put(PendingValues.Event event, Map<String, String> texts) {
    List<String> unavailable = new ArrayList<>();
    for (Field field : event.fields()) {
      String column = field.name();
      if (!texts.containsKey(column) || !put(event.row(), field, texts.get(column))) {
        unavailable.add(column);
      }
    }
    if (!unavailable.isEmpty()) {
      event.event().headers().addString(ChangeHeaders.UNAVAILABLE, json(unavailable));
    }
    return unavailable;
  }

  /** Returns false for a value the event can't hold, because the column was altered since. */
  private static boolean put(Struct row, Field field, String text) {
    if (text == null && !field.schema().isOptional()) {
      return false;
    }
    try {
      row.put(field, text == null ? null : UnchangedValue.read(field.schema(), text));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String json(List<String> columns) {
    try {
      return JSON.writeValueAsString(columns);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names are always written", e);
    }
  }
}
