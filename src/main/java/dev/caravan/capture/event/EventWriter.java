package dev.caravan.capture.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes events as the JSON that Kafka Connect's converter makes of Debezium's envelope without
 * schemas, from PostgreSQL's text straight to bytes. Not safe for use by several threads.
 */
public final class EventWriter {

  private static final byte[] BEFORE = ascii("{\"before\":");
  private static final byte[] AFTER = ascii(",\"after\":");
  private static final byte[] SOURCE = ascii(",\"source\":");
  private static final byte[] OP = ascii(",\"transaction\":null,\"op\":\"");
  private static final byte[] TS_MS = ascii("\",\"ts_ms\":");
  private static final byte[] TS_US = ascii(",\"ts_us\":");
  private static final byte[] TS_NS = ascii(",\"ts_ns\":");
  private static final byte[] NULL = ascii("null");
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final JsonBuffer json = new JsonBuffer();
  private final Columns columns = new Columns();
  private final Columns others = new Columns();

  /** The event's key; null for a table without one, and for a TRUNCATE. */
  public byte[] key(RowEvent event) {
    if (event.isWritten()) {
      return event.writtenKey();
    }
    return event.keyRow() == null ? null : key(event.table(), event.keyRow());
  }

  private byte[] key(EventTable table, Tuple row) {
    EventField[] fields = table.key();
    if (fields.length == 0) {
      return null;
    }
    json.clear();
    json.raw('{');
    for (EventField field : fields) {
      columns.start(row);
      columns.go(field.place());
      field.write(columns, json);
    }
    return json.raw('}').copy();
  }

  /** The event's value. */
  public byte[] value(RowEvent event) {
    if (event.isWritten()) {
      return event.writtenValue();
    }
    EventTable table = event.table();
    json.clear();
    json.raw(BEFORE);
    row(table, event.before());
    json.raw(AFTER);
    row(table, event.after());
    json.raw(SOURCE);
    table.source().write(event.origin(), event.lsn(), json);
    json.raw(OP).raw(event.op().letter());
    json.raw(TS_MS).number(Math.floorDiv(event.nanos(), NANOS_PER_MILLI));
    json.raw(TS_US).number(Math.floorDiv(event.nanos(), NANOS_PER_MICRO));
    return json.raw(TS_NS).number(event.nanos()).raw('}').copy();
  }

  private void row(EventTable table, Tuple row) {
    if (row == null) {
      json.raw(NULL);
      return;
    }
    json.raw('{');
    columns.start(row);
    for (EventField field : table.fields()) {
      columns.next();
      if (field != null) {
        field.write(columns, json);
      }
    }
    json.raw('}');
  }

  /** Whether both rows have the same key; so also those of a table without one. */
  public boolean isSameKey(EventTable table, Tuple one, Tuple other) {
    return isSameText(table, one, other)
        // Two texts may stand for one value.
        || Arrays.equals(key(table, one), key(table, other));
  }

  private boolean isSameText(EventTable table, Tuple one, Tuple other) {
    for (EventField field : table.key()) {
      columns.start(one);
      others.start(other);
      columns.go(field.place());
      others.go(field.place());
      if (!columns.sameAs(others)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
