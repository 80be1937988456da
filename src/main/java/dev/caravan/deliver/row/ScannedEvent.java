package dev.caravan.deliver.row;

import java.nio.charset.StandardCharsets;

/**
 * Reads an event as the capture lays it out, {@code
 * {"before":null,"after":{...},"source":{...},...}}, without a parser. Whatever is otherwise, or
 * wrong, it leaves to {@link ParsedEvent}, which tells what is wrong with it.
 */
final class ScannedEvent {

  private static final byte[] BEFORE = ascii("{\"before\":");
  private static final byte[] AFTER = ascii(",\"after\":");
  private static final byte[] NULL = ascii("null");

  private final FieldWriter fields;
  private final JsonScan scan = new JsonScan();
  private final EventTail tail = new EventTail();

  ScannedEvent(FieldWriter fields) {
    this.fields = fields;
  }

  /**
   * Reads an event and writes the row after the change, if it has one.
   *
   * @return false when it is not as expected; what was written is to be forgotten then
   */
  boolean read(byte[] event, RowBuffer out, EventParts parts) {
    parts.clear();
    scan.begin(event, 0);
    if (!scan.take(BEFORE)) {
      return false;
    }
    int before = scan.position();
    if (!scan.take(NULL)) {
      if (!scan.skipFlat()) {
        return false;
      }
      parts.beforeAt = before;
    }
    if (!scan.take(AFTER)) {
      return false;
    }
    try {
      if (!scan.take(NULL)) {
        if (!fields.writeInOrder(scan, out, true)) {
          return false;
        }
        parts.hasAfter = true;
      }
      if (!tail.read(event, scan, parts)) {
        return false;
      }
      parts.check();
      return true;
    } catch (UnfitValueException e) {
      return false;
    }
  }

  /**
   * Writes the row before the change.
   *
   * @param strict see {@link FieldWriter#writeAnyOrder}
   * @return false when its fields are not as expected; what was written is to be forgotten then
   */
  boolean writeBefore(byte[] event, int at, RowBuffer out, boolean strict) {
    scan.begin(event, at);
    try {
      return fields.writeInOrder(scan, out, strict);
    } catch (UnfitValueException e) {
      return false;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
