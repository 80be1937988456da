package dev.caravan.capture.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class ConnectJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Schema inner =
      SchemaBuilder.struct().field("text", Schema.OPTIONAL_STRING_SCHEMA).optional().build();
  private final Schema schema =
      SchemaBuilder.struct()
          .field("int16", Schema.INT16_SCHEMA)
          .field("int32", Schema.INT32_SCHEMA)
          .field("int64", Schema.INT64_SCHEMA)
          .field("float32", Schema.FLOAT32_SCHEMA)
          .field("float64", Schema.FLOAT64_SCHEMA)
          .field("boolean", Schema.BOOLEAN_SCHEMA)
          .field("string", Schema.STRING_SCHEMA)
          .field("bytes", Schema.BYTES_SCHEMA)
          .field("array", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
          .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build())
          .field("struct", inner)
          .field("absent", inner)
          .build();

  private Struct value() {
    return new Struct(schema)
        .put("int16", (short) -3)
        .put("int32", Integer.MIN_VALUE)
        .put("int64", Long.MAX_VALUE)
        .put("float32", 1.1f)
        .put("float64", 0.1)
        .put("boolean", true)
        .put("string", "quote \" backslash \\ line\nbreak, ünïcödé, \uD83D\uDE00")
        .put("bytes", new byte[] {0, 1, -1})
        .put("array", Arrays.asList(1, null, 3))
        .put("map", Map.of("key", "value"))
        .put("struct", new Struct(inner).put("text", null));
  }

  @Test
  void writesWhatConnectsOwnConverterWrites() throws Exception {
    // Given
    byte[] expected;
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", false), false);
      expected = converter.fromConnectData("topic", schema, value());
    }

    // When
    byte[] written = new ConnectJson().write(value());

    // Then
    assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(expected));
  }

  @Test
  void keepsNullWhereTheColumnHasADefault() {
    // Given
    Schema withDefault =
        SchemaBuilder.struct()
            .field("stock", SchemaBuilder.int32().optional().defaultValue(7).build())
            .build();

    // When
    byte[] written = new ConnectJson().write(new Struct(withDefault).put("stock", null));

    // Then
    assertThat(written).asString().isEqualTo("{\"stock\":null}");
  }

  @Test
  void writesEachOfManyValuesByItself() {
    // Given
    ConnectJson json = new ConnectJson();

    // Then
    for (int i = 0; i < 3; i++) {
      assertThat(json.write(List.of(i))).asString().isEqualTo("[" + i + "]");
    }
    assertThat(json.write(null)).isNull();
  }
}
