package dev.caravan.deliver.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events as maps and lists in which every value is exactly what the JSON says: whole numbers are
 * {@link Integer}, {@link Long} or {@link java.math.BigInteger}, others {@link BigDecimal}.
 */
final class EventJson {

  /** Kafka limits how large an event is; a value may be as large as that. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final ObjectMapper WRITER = new ObjectMapper();

  private EventJson() {}

  /**
   * What happened, {@code c}, {@code u}, {@code d} or {@code r}; null when the value is no change
   * event. Nothing is built of what it reads.
   */
  static String op(byte[] event) {
    if (event == null) {
      return null;
    }
    String op = null;
    boolean source = false;
    try (JsonParser parser = JSON.createParser(event)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (name.equals("op") && token == JsonToken.VALUE_STRING) {
          op = parser.getText();
        }
        source |= name.equals("source") && token == JsonToken.START_OBJECT;
        parser.skipChildren();
      }
      return source && parser.nextToken() == null ? op : null;
    } catch (IOException e) {
      return null;
    }
  }

  static Map<String, Object> read(byte[] event) throws IOException {
    try (JsonParser parser = JSON.createParser(event)) {
      parser.nextToken();
      return object(parser);
    }
  }

  static byte[] write(Map<?, ?> event) throws IOException {
    return WRITER.writeValueAsBytes(event);
  }

  /** The same once more, so that a change of one does not change the other. */
  static Map<String, Object> copy(Map<String, Object> object) {
    Map<String, Object> copy = new LinkedHashMap<>(object);
    copy.replaceAll((name, value) -> copyOf(value));
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Object copyOf(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy((Map<String, Object>) map);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list);
      copy.replaceAll(EventJson::copyOf);
      return copy;
    }
    return value;
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> fraction(parser.getDecimalValue(), parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  /** The one number a decimal cannot be. */
  private static Object fraction(BigDecimal number, String text) {
    if (number.signum() == 0 && text.startsWith("-")) {
      return -0.0;
    }
    return number;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
