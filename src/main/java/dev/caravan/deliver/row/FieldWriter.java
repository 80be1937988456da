package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the fields of one JSON object as the columns of one row. */
final class FieldWriter {

  private final ValueEncoder[] encoders;
  private final boolean[] keys;
  private final SerializedString[] names;
  private final Map<String, Integer> positions = new HashMap<>();
  private final RowBuffer scratch = new RowBuffer(1024);
  private final int[] starts;
  private final int[] ends;

  FieldWriter(List<InsertColumn> columns) {
    encoders = columns.stream().map(InsertColumn::encoder).toArray(ValueEncoder[]::new);
    names =
        columns.stream().map(c -> new SerializedString(c.name())).toArray(SerializedString[]::new);
    for (int i = 0; i < names.length; i++) {
      positions.put(names[i].getValue(), i);
    }
    keys = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      keys[i] = columns.get(i).key();
    }
    starts = new int[names.length];
    ends = new int[names.length];
  }

  /**
   * Writes an object whose fields stand in the columns' order, as they do in all but the few events
   * around a change of shape.
   *
   * @return false when they do not; the object must then be read again by {@link #writeAnyOrder}
   */
  boolean writeInOrder(JsonParser object, RowBuffer out, boolean strict) throws IOException {
    int next = 0;
    while (true) {
      if (next < names.length) {
        if (object.nextFieldName(names[next])) {
          object.nextToken();
          encode(next++, object, out, strict);
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

  /** Writes an object with its fields in any order; columns it lacks get NULL or zero. */
  void writeAnyOrder(JsonParser object, RowBuffer out, boolean strict) throws IOException {
    scratch.truncate(0);
    Arrays.fill(starts, -1);
    for (String name = object.nextFieldName(); name != null; name = object.nextFieldName()) {
      object.nextToken();
      Integer position = positions.get(name);
      if (position == null) {
        object.skipChildren();
      } else {
        starts[position] = scratch.size();
        encode(position, object, scratch, strict);
        ends[position] = scratch.size();
      }
    }
    for (int i = 0; i < names.length; i++) {
      if (starts[i] < 0) {
        encoders[i].writeZero(out);
      } else {
        out.append(scratch, starts[i], ends[i]);
      }
    }
  }

  private void encode(int column, JsonParser value, RowBuffer out, boolean strict)
      throws IOException {
    ValueEncoder encoder = encoders[column];
    if (value.currentToken() == JsonToken.VALUE_NULL) {
      if (strict && !encoder.holdsNull()) {
        throw new UnfitValueException(
            "column " + names[column] + " is NULL, but the table's column is not Nullable");
      }
      encoder.writeZero(out);
      return;
    }
    int start = out.size();
    try {
      encoder.write(value, out);
    } catch (UnfitValueException | StreamReadException e) {
      if (!strict && !keys[column]) {
        // A deleted row without REPLICA IDENTITY FULL: Debezium fills what is not in the key with
        // placeholders, which need not be values of the column's type ('' for a UUID).
        out.truncate(start);
        encoder.writeZero(out);
        return;
      }
      throw new UnfitValueException("column " + names[column] + ": " + e.getMessage());
    }
  }
}
