package dev.caravan.deliver.row;

import java.io.IOException;
import java.util.List;

/**
 * Turns change events of one shape into RowBinary rows, each ended by Caravan's own columns.
 *
 * <p>The JSON is read once, from the bytes, without building anything of it: {@code after} goes
 * straight into the buffer, {@code before} is skipped where the key tells which row it was. Events
 * as the capture writes them are scanned for their layout, all others are parsed. Not for several
 * threads.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">the
 *     envelope</a>
 */
public final class RowWriter {

  private static final TimestampEncoder COMMITTED_AT = new TimestampEncoder(6);

  private final ScannedEvent scanned;
  private final ParsedEvent parsed;
  private final EventParts parts = new EventParts();
  private final boolean keyed;
  private final boolean log;

  /**
   * @param keyed whether a key tells rows apart; without one, an update is written as two rows, the
   *     old one deleted and the new one
   */
  public RowWriter(List<InsertColumn> columns, boolean keyed) {
    this(columns, keyed, false);
  }

  /**
   * The same.
   *
   * @param log whether every event is written as one row, which ends with what it did
   */
  public RowWriter(List<InsertColumn> columns, boolean keyed, boolean log) {
    FieldWriter fields = new FieldWriter(columns);
    this.scanned = new ScannedEvent(fields);
    this.parsed = new ParsedEvent(fields);
    this.keyed = keyed;
    this.log = log;
  }

  /** When the last written row was committed, in microseconds since 1970. */
  public long committedAt() {
    return parts.micros;
  }

  /** What the last written row came from: {@code c}, {@code u}, {@code d} or {@code r}. */
  public char op() {
    return parts.op;
  }

  /**
   * Appends one event's row, or rows.
   *
   * @param key the record's key, which stands in for the row a delete does not carry, or null
   * @throws UnfitValueException when the event is no change event or a column cannot hold its value
   */
  public void write(byte[] key, byte[] event, int partition, long offset, RowBuffer out) {
    int start = out.size();
    try {
      if (event == null) {
        throw new UnfitValueException("the record has no value; a change event was expected");
      }
      if (!scanned.read(event, out, parts)) {
        out.truncate(start);
        parsed.read(event, out, parts);
      }
      if (parts.hasAfter) {
        end(false, partition, offset, out);
      }
      if (!parts.hasAfter || !keyed && !log && parts.op == 'u') {
        writeBefore(key, event, out);
        end(true, partition, offset, out);
      }
    } catch (UnfitValueException e) {
      out.truncate(start);
      throw e;
    } catch (IOException | RuntimeException e) {
      out.truncate(start);
      throw new UnfitValueException("the record is no JSON change event: " + e);
    }
  }

  private void end(boolean deleted, int partition, long offset, RowBuffer out) {
    out.writeLong(parts.version);
    out.writeByte(deleted ? 1 : 0);
    COMMITTED_AT.put(parts.micros, out);
    out.writeInt(partition);
    out.writeLong(offset);
    if (log) {
      out.writeText(String.valueOf(parts.op));
    }
  }

  private void writeBefore(byte[] key, byte[] event, RowBuffer out) throws IOException {
    if (parts.op != 'd' && !parts.hasAfter) {
      throw new UnfitValueException("an event of op '" + parts.op + "' carries no row");
    }
    byte[] source = parts.beforeAt >= 0 ? event : keyed ? key : null;
    if (source == null) {
      throw new UnfitValueException(
          keyed
              ? "the delete carries neither the old row nor a key"
              : "the event of op '"
                  + parts.op
                  + "' carries no old row, and the table has no key; set REPLICA IDENTITY FULL");
    }
    int at = Math.max(parts.beforeAt, 0);
    int start = out.size();
    if (!scanned.writeBefore(source, at, out, !keyed)) {
      out.truncate(start);
      parsed.writeBefore(source, at, out, !keyed);
    }
  }
}
