package dev.caravan.capture.toast;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.value.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts what was read into an event, and marks the event where there was nothing to be had. */
final class EventValues {

  private EventValues() {}

  /**
   * Puts values in.
   *
   * @param texts PostgreSQL's texts by the fields' names, null for NULL; without an entry for what
   *     was not to be had
   * @return the columns that were not to be had; the event names them in its header
   */
  static List<String> put(PendingValues.Event pending, Map<String, String> texts) {
    RowEvent event = pending.event();
    List<String> unavailable = new ArrayList<>();
    Map<Integer, byte[]> filled = new HashMap<>();
    for (int place : pending.places()) {
      RelationColumn column = event.table().relation().columns().get(place);
      String text = texts.get(column.field());
      if (texts.containsKey(column.field()) && canHold(column, text)) {
        filled.put(place, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
      } else {
        unavailable.add(column.field());
      }
    }
    if (!filled.isEmpty()) {
      event.fill(filled);
    }
    if (!unavailable.isEmpty()) {
      event.unavailable(unavailable);
    }
    return unavailable;
  }

  /** Not when the column was altered since. */
  private static boolean canHold(RelationColumn column, String text) {
    if (text == null) {
      return column.nullable();
    }
    if (column.type().encoding() != Encoding.BYTES) {
      return true;
    }
    try {
      Encoding.BYTES.read(text, 0);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
