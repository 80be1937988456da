package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;

/** Reads an event of whatever layout, once and from its bytes, and tells what is wrong with it. */
final class ParsedEvent {

  private static final List<String> PARTS = List.of("before", "after", "source", "op");
  private static final long MICROS_PER_MILLI = 1000;

  /** Kafka limits how large an event is; a value may be as large as that. */
  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final FieldWriter fields;

  ParsedEvent(FieldWriter fields) {
    this.fields = fields;
  }

  /**
   * Reads an event and writes the row after the change, if it has one.
   *
   * @throws UnfitValueException when it is no change event or a column cannot hold its value
   * @throws IOException when it is no JSON
   */
  void read(byte[] event, RowBuffer out, EventParts parts) throws IOException {
    int start = out.size();
    if (!read(event, out, parts, true)) {
      out.truncate(start);
      read(event, out, parts, false);
    }
  }

  /**
   * Writes the row before a change, as it stands somewhere.
   *
   * @param strict see {@link FieldWriter#writeAnyOrder}
   */
  void writeBefore(byte[] source, int at, RowBuffer out, boolean strict) throws IOException {
    try (JsonParser parser = json.createParser(source, at, source.length - at)) {
      parser.nextToken();
      fields.writeAnyOrder(parser, out, strict);
    }
  }

  /** Reads the envelope; false when the row's fields are not in order. */
  private boolean read(byte[] event, RowBuffer out, EventParts parts, boolean inOrder)
      throws IOException {
    parts.clear();
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
              parts.beforeAt = (int) parser.currentTokenLocation().getByteOffset();
              parser.skipChildren();
            }
          }
          case "after" -> {
            parts.hasAfter = isObject(name, token);
            if (parts.hasAfter && !writeAfter(parser, out, inOrder)) {
              return false;
            }
          }
          case "source" -> {
            if (isObject(name, token)) {
              readSource(parser, parts);
            }
          }
          case "op" -> parts.op = op(parser);
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new UnfitValueException("something follows the event in its record");
      }
    }
    parts.check();
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

  private boolean writeAfter(JsonParser parser, RowBuffer out, boolean inOrder) throws IOException {
    if (inOrder) {
      return fields.writeInOrder(parser, out);
    }
    fields.writeAnyOrder(parser, out, true);
    return true;
  }

  private static void readSource(JsonParser parser, EventParts parts) throws IOException {
    long millis = EventParts.NONE;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT) {
        switch (name) {
          case "lsn" -> parts.version = parser.getLongValue();
          case "ts_us" -> parts.micros = parser.getLongValue();
          case "ts_ms" -> millis = parser.getLongValue();
          default -> {}
        }
      } else {
        parser.skipChildren();
      }
    }
    if (parts.micros == EventParts.NONE && millis != EventParts.NONE) {
      parts.micros = Math.multiplyExact(millis, MICROS_PER_MILLI);
    }
  }
}
