package dev.caravan.capture.event;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.caravan.capture.relation.FieldName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Writes Kafka Connect values as the JSON that Connect's {@code JsonConverter} writes with {@code
 * schemas.enable=false}, but for a column's default, which does not take the place of a NULL: what
 * {@link EventWriter} is to write of what Debezium makes of the same change.
 */
final class ConnectJson {

  private static final int MOST_SCHEMAS = 10_000;

  private final JsonFactory factory = new JsonFactory();

  /**
   * By identity, for comparing schemas takes as long as writing them. Emptied before it is large.
   */
  private final Map<Schema, SerializedString[]> names = new IdentityHashMap<>();

  /** The value as JSON in UTF-8; null for null. */
  byte[] write(Object value) {
    if (value == null) {
      return null;
    }
    if (names.size() > MOST_SCHEMAS) {
      names.clear();
    }
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(factory._getBufferRecycler(), 1024);
        JsonGenerator json = factory.createGenerator(bytes, JsonEncoding.UTF8)) {
      write(json, value);
      json.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Struct struct) {
      writeStruct(json, struct);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Short number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      json.writeBinary(bytes);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Byte number) {
      json.writeNumber(number.shortValue());
    } else if (value instanceof BigDecimal number) {
      json.writeString(number.toPlainString());
    } else {
      throw new IllegalArgumentException(
          "no JSON form is known of "
              + value.getClass().getName()
              + ", which Connect has no type for");
    }
  }

  private void writeStruct(JsonGenerator json, Struct struct) throws IOException {
    Schema schema = struct.schema();
    SerializedString[] fieldNames = names.computeIfAbsent(schema, ConnectJson::names);
    List<Field> fields = schema.fields();
    json.writeStartObject();
    for (int i = 0; i < fieldNames.length; i++) {
      Field field = fields.get(i);
      json.writeFieldName(fieldNames[i]);
      // get() returns the column's default where the row holds NULL, so it is only for fields
      // without one; the other call looks the field up by name.
      write(
          json,
          field.schema().defaultValue() == null
              ? struct.get(field)
              : struct.getWithoutDefault(field.name()));
    }
    json.writeEndObject();
  }

  private static SerializedString[] names(Schema schema) {
    return schema.fields().stream()
        .map(field -> new SerializedString(FieldName.column(field.name())))
        .toArray(SerializedString[]::new);
  }
}
