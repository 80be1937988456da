package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the fields of one JSON object as the columns of one row. */
final class FieldWriter {

  private final InsertColumn[] columns;
  private final ValueEncoder[] encoders;
  private final SerializedString[] names;
  private final byte[][] quoted;
  private final Map<String, Integer> positions = new HashMap<>();
  private final RowBuffer scratch = new RowBuffer(1024);
  private final int[] starts;
  private final int[] ends;

  FieldWriter(List<InsertColumn> all) {
    columns = all.toArray(InsertColumn[]::new);
    encoders = new ValueEncoder[columns.length];
    names = new SerializedString[columns.length];
    quoted = new byte[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      encoders[i] = columns[i].encoder();
      if (columns[i].field() != null) {
        names[i] = new SerializedString(columns[i].field());
        quoted[i] = quoted(names[i]);
        positions.put(columns[i].field(), i);
      }
    }
    starts = new int[columns.length];
    ends = new int[columns.length];
  }

  /**
   * Writes an object whose fields stand in the columns' order, as they do in all but the few events
   * around a change of shape.
   *
   * @return false when they do not; the object must then be read again by {@link #writeAnyOrder}
   */
  boolean writeInOrder(JsonParser object, RowBuffer out) throws IOException {
    int next = 0;
    while (true) {
      while (next < names.length && names[next] == null) {
        writeAbsent(next++, out);
      }
      if (next < names.length) {
        if (object.nextFieldName(names[next])) {
          object.nextToken();
          encode(next++, object, out, true);
          continue;
        }
      } else {
        object.nextToken();
      }
      if (object.currentToken() == JsonToken.END_OBJECT) {
        return next == names.length;
      }
      if (positions.containsKey(object.currentName())) {
        return false;
      }
      object.nextToken();
      object.skipChildren();
    }
  }

  /**
   * The same, without a parser.
   *
   * @param strict see {@link #writeAnyOrder}
   * @return false when the fields are otherwise, or anything is that is not understood here
   * @throws UnfitValueException when a column cannot hold its value
   */
  boolean writeInOrder(JsonScan object, RowBuffer out, boolean strict) {
    if (!object.take('{')) {
      return false;
    }
    int next = 0;
    boolean first = true;
    while (true) {
      while (next < names.length && names[next] == null) {
        writeAbsent(next++, out);
      }
      if (object.take('}')) {
        return next == names.length;
      }
      if (!first && !object.take(',')) {
        return false;
      }
      first = false;
      boolean own = next < names.length && object.take(quoted[next]);
      if (!own) {
        String name = object.name();
        if (name == null || positions.containsKey(name)) {
          return false;
        }
      }
      JsonScan.Found found = object.read();
      if (found == JsonScan.Found.OTHER) {
        return false;
      }
      if (own) {
        encode(next++, found == JsonScan.Found.NULL ? null : object.value(), out, strict);
      }
    }
  }

  /**
   * Writes an object with its fields in any order.
   *
   * @param strict whether the object is a whole row; else all but the key may be missing or stand
   *     for nothing
   */
  void writeAnyOrder(JsonParser object, RowBuffer out, boolean strict) throws IOException {
    scratch.truncate(0);
    Arrays.fill(starts, -1);
    for (String name = object.nextFieldName(); name != null; name = object.nextFieldName()) {
      object.nextToken();
      Integer position = positions.get(name);
      if (position == null) {
        object.skipChildren();
      } else if (starts[position] >= 0) {
        throw new UnfitValueException("the event has column " + name + " twice");
      } else {
        starts[position] = scratch.size();
        encode(position, object, scratch, strict);
        ends[position] = scratch.size();
      }
    }
    for (int i = 0; i < names.length; i++) {
      if (starts[i] >= 0) {
        out.append(scratch, starts[i], ends[i]);
      } else if (names[i] == null) {
        writeAbsent(i, out);
      } else if (strict || columns[i].key()) {
        throw new UnfitValueException("the event lacks column " + names[i] + " of its own shape");
      } else {
        encoders[i].writeZero(out);
      }
    }
  }

  private void writeAbsent(int column, RowBuffer out) {
    byte[] absent = columns[column].absent();
    out.writeBytes(absent, 0, absent.length);
  }

  private void encode(int column, JsonParser parser, RowBuffer out, boolean strict)
      throws IOException {
    JsonValue value = null;
    try {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        value = JsonValue.of(parser);
      }
    } catch (StreamReadException | RuntimeException e) {
      parser.skipChildren();
      misfit(column, e, out, strict);
      return;
    }
    encode(column, value, out, strict);
  }

  /**
   * Writes a value.
   *
   * @param value null for NULL
   */
  private void encode(int column, JsonValue value, RowBuffer out, boolean strict) {
    ValueEncoder encoder = encoders[column];
    if (value == null) {
      if ((strict || columns[column].key()) && !encoder.holdsNull()) {
        throw unfit(column, "NULL, but the column is not Nullable");
      }
      encoder.writeZero(out);
      return;
    }
    int start = out.size();
    try {
      encoder.write(value, out);
    } catch (RuntimeException e) {
      out.truncate(start);
      misfit(column, e, out, strict);
    }
  }

  /** A value its column cannot hold. */
  private void misfit(int column, Exception why, RowBuffer out, boolean strict) {
    if (strict || columns[column].key()) {
      throw unfit(column, why instanceof UnfitValueException ? why.getMessage() : why.toString());
    }
    // A deleted row without REPLICA IDENTITY FULL: Debezium fills what is not in the key with
    // placeholders, which need not be values of the column's type ('' for a UUID).
    encoders[column].writeZero(out);
  }

  /** A field's name as JSON writes it, with its colon. */
  private static byte[] quoted(SerializedString name) {
    return ('"' + new String(name.asQuotedUTF8(), StandardCharsets.UTF_8) + "\":")
        .getBytes(StandardCharsets.UTF_8);
  }

  private UnfitValueException unfit(int column, String why) {
    return new UnfitValueException(
        "column " + names[column] + ": " + why + "; " + columns[column].remedy());
  }
}
