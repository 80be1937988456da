package dev.caravan.capture.event;

import dev.caravan.capture.relation.FieldName;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.UnreadableValueError;
import dev.caravan.change.ChangeHeaders;
import io.debezium.relational.ValueConverter;
import java.nio.charset.StandardCharsets;

/** A column as it stands in events: its name, and how its values are written. */
final class EventField {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNAVAILABLE =
      ChangeHeaders.UNAVAILABLE_VALUE.getBytes(StandardCharsets.US_ASCII);

  private final RelationColumn column;
  private final int place;
  private final ValueConverter mask;
  private final byte[] name;
  private final Encoding encoding;
  private final int fractionDigits;
  private final boolean nullable;

  /**
   * A field.
   *
   * @param place where the row has its value
   * @param mask what makes another value of it, or null
   * @param first whether it stands before all others
   */
  EventField(RelationColumn column, int place, ValueConverter mask, boolean first) {
    this.column = column;
    this.place = place;
    this.mask = mask;
    JsonBuffer json = new JsonBuffer();
    if (!first) {
      json.raw(',');
    }
    this.name = json.string(FieldName.column(column.field())).raw(':').copy();
    this.encoding = column.type().encoding();
    this.fractionDigits = column.type().scale() == null ? 0 : column.type().scale();
    this.nullable = column.nullable();
  }

  int place() {
    return place;
  }

  /** Writes the name and the value the columns stand at. */
  void write(Columns value, JsonBuffer json) {
    json.raw(name);
    if (mask != null) {
      masked(value, json);
    } else if (value.kind() == Tuple.TEXT) {
      text(value, json);
    } else if (value.kind() == Tuple.UNCHANGED) {
      unavailable(json);
    } else if (nullable) {
      json.raw(NULL);
    } else {
      // A deleted row has its key alone.
      ValueJson.writeRead(encoding.zero(), json);
    }
  }

  private void text(Columns value, JsonBuffer json) {
    try {
      ValueJson.write(encoding, fractionDigits, value, json);
    } catch (RuntimeException e) {
      throw unreadable(value, e);
    }
  }

  private void unavailable(JsonBuffer json) {
    switch (encoding) {
      case BYTES -> json.base64(UNAVAILABLE);
      case TEXT, JSON -> json.string(UNAVAILABLE, 0, UNAVAILABLE.length);
      default ->
          throw new IllegalStateException(
              "column '%s' was not sent, but PostgreSQL keeps no %s apart"
                  .formatted(column.name(), encoding));
    }
  }

  private void masked(Columns value, JsonBuffer json) {
    Object read = nullable ? null : encoding.zero();
    if (value.kind() == Tuple.UNCHANGED) {
      read = encoding == Encoding.BYTES ? UNAVAILABLE : ChangeHeaders.UNAVAILABLE_VALUE;
    } else if (value.kind() == Tuple.TEXT) {
      try {
        read = encoding.read(string(value), fractionDigits);
      } catch (RuntimeException e) {
        throw unreadable(value, e);
      }
    }
    ValueJson.writeRead(mask.convert(read), json);
  }

  private UnreadableValueError unreadable(Columns value, RuntimeException e) {
    return new UnreadableValueError(column.name(), encoding, string(value), e);
  }

  private static String string(Columns value) {
    return new String(value.bytes(), value.from(), value.length(), StandardCharsets.UTF_8);
  }
}
