package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;

/**
 * Turns change events of one shape into RowBinary rows, each ended by Caravan's own columns.
 *
 * <p>The JSON is read once, from the bytes, without building anything of it: {@code after} goes
 * straight into the buffer, {@code before} is skipped where the key tells which row it was. Not for
 * several threads.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">the
 *     envelope</a>
 */
public final class RowWriter {

  private static final long NONE = Long.MIN_VALUE;
  private static final List<String> PARTS = List.of("before", "after", "source", "op");
  private static final String CHANGES = "cur";
  private static final TimestampEncoder COMMITTED_AT = new TimestampEncoder(6);
  private static final long MICROS_PER_MILLI = 1000;

  /** Kafka limits how large an event is; a value may be as large as that. */
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final FieldWriter fields;
  private final boolean keyed;
  private final boolean log;
  private long version;
  private long micros;
  private char op;
  private boolean fromAfter;
  private int beforeAt;

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
    fields = new FieldWriter(columns);
    this.keyed = keyed;
    this.log = log;
  }

  /** When the last written row was committed, in microseconds since 1970. */
  public long committedAt() {
    return micros;
  }

  /** What the last written row came from: {@code c}, {@code u}, {@code d} or {@code r}. */
  public char op() {
    return op;
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
      if (!read(event, out, true)) {
        out.truncate(start);
        read(event, out, false);
      }
      if (fromAfter) {
        end(false, partition, offset, out);
      }
      if (!fromAfter || !keyed && !log && op == 'u') {
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
    out.writeLong(version);
    out.writeByte(deleted ? 1 : 0);
    COMMITTED_AT.put(micros, out);
    out.writeInt(partition);
    out.writeLong(offset);
    if (log) {
      out.writeText(String.valueOf(op));
    }
  }

  /** Reads the envelope; false when the row's fields are not in order. */
  private boolean read(byte[] event, RowBuffer out, boolean inOrder) throws IOException {
    version = NONE;
    micros = NONE;
    op = 0;
    fromAfter = false;
    beforeAt = -1;
    int seen = 0;
    try (JsonParser parser = json.createParser(event)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnfitValueException("the record is no JSON object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        int part = PARTS.indexOf(name);
        if (part >= 0 && (seen & 1 << part) != 0) {
          throw new UnfitValueException("the event has " + name + " twice");
        }
        seen |= part < 0 ? 0 : 1 << part;
        switch (name) {
          case "before" -> {
            if (isObject(name, token)) {
              beforeAt = (int) parser.currentTokenLocation().getByteOffset();
              parser.skipChildren();
            }
          }
          case "after" -> {
            fromAfter = isObject(name, token);
            if (fromAfter && !writeAfter(parser, out, inOrder)) {
              return false;
            }
          }
          case "source" -> {
            if (isObject(name, token)) {
              readSource(parser);
            }
          }
          case "op" -> op = op(parser);
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new UnfitValueException("something follows the event in its record");
      }
    }
    check();
    return true;
  }

  private static boolean isObject(String name, JsonToken token) {
    if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
      throw new UnfitValueException(name + " is neither an object nor null");
    }
    return token == JsonToken.START_OBJECT;
  }

  private static char op(JsonParser parser) throws IOException {
    String text = parser.getText();
    if (parser.currentToken() != JsonToken.VALUE_STRING || text.length() != 1) {
      throw new UnfitValueException(
          "op is " + UnfitValueException.quoted(text) + "; expected c, u, d or r");
    }
    return text.charAt(0);
  }

  /** An event without a position would be older than every other change of its row. */
  private void check() {
    if (micros == NONE || op == 0 || version < 0) {
      throw new UnfitValueException(
          "the record lacks op, source.lsn or source.ts_ms; is it a change event?");
    }
    if (fromAfter && CHANGES.indexOf(op) < 0) {
      throw new UnfitValueException("an event of op '" + op + "' has no row after it");
    }
  }

  private boolean writeAfter(JsonParser parser, RowBuffer out, boolean inOrder) throws IOException {
    if (inOrder) {
      return fields.writeInOrder(parser, out);
    }
    fields.writeAnyOrder(parser, out, true);
    return true;
  }

  private void readSource(JsonParser parser) throws IOException {
    long millis = NONE;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT) {
        switch (name) {
          case "lsn" -> version = parser.getLongValue();
          case "ts_us" -> micros = parser.getLongValue();
          case "ts_ms" -> millis = parser.getLongValue();
          default -> {}
        }
      } else {
        parser.skipChildren();
      }
    }
    if (micros == NONE && millis != NONE) {
      micros = Math.multiplyExact(millis, MICROS_PER_MILLI);
    }
  }

  private void writeBefore(byte[] key, byte[] event, RowBuffer out) throws IOException {
    if (op != 'd' && !fromAfter) {
      throw new UnfitValueException("an event of op '" + op + "' carries no row");
    }
    byte[] source = beforeAt >= 0 ? event : keyed ? key : null;
    if (source == null) {
      throw new UnfitValueException(
          keyed
              ? "the delete carries neither the old row nor a key"
              : "the event of op '"
                  + op
                  + "' carries no old row, and the table has no key; set REPLICA IDENTITY FULL");
    }
    int from = Math.max(beforeAt, 0);
    try (JsonParser parser = json.createParser(source, from, source.length - from)) {
      parser.nextToken();
      fields.writeAnyOrder(parser, out, !keyed);
    }
  }
}
