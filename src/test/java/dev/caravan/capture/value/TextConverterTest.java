package dev.caravan.capture.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.capture.Unavailable;
import dev.caravan.change.ChangeHeaders;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.relational.ValueConverter;
import java.util.List;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextConverterTest {

  private static final TableId ORDERS = new TableId(null, "inventory", "orders");
  private static final Object UNCHANGED =
      UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE;

  private Schema schema;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private ValueConverter converter(Encoding encoding, boolean optional) {
    CustomConverterRegistry registry =
        new CustomConverterRegistry((List) List.of(new TextConverter()));
    Column column =
        Column.editor()
            .name("c")
            .type(TextConverter.typeName(encoding))
            .scale(2)
            .optional(optional)
            .create();
    SchemaBuilder builder = registry.registerConverterFor(ORDERS, column, null).orElseThrow();
    schema = (optional ? builder.optional() : builder).build();
    return registry.getValueConverter(ORDERS, column).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          int2        | -32768                              | int16   | -32768
          int4        | 2147483647                          | int32   | 2147483647
          int8        | -9223372036854775808                | int64   | -9223372036854775808
          oid         | 4294967295                          | int64   | 4294967295
          float4      | 1.17549435e-38                      | float32 | 1.17549435E-38
          float4      | -Infinity                           | float32 | -Infinity
          float8      | 0.1                                 | float64 | 0.1
          float8      | NaN                                 | float64 | NaN
          numeric     | 12345678901234567890.0100           | string  | 12345678901234567890.0100
          numeric     | NaN                                 | string  | NaN
          money       | $1,234.56                           | string  | 1234.56
          money       | -$0.05                              | string  | -0.05
          money       | 1.234,56 €                          | string  | 1234.56
          money       | ($92,233,720,368,547,758.08)        | string  | -92233720368547758.08
          bool        | t                                   | boolean | true
          bool        | f                                   | boolean | false
          uuid        | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | io.debezium.data.Uuid | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          date        | 1970-01-02                          | io.debezium.time.Date | 1
          date        | infinity                            | io.debezium.time.Date | 2147483647
          time        | 24:00:00                            | io.debezium.time.MicroTime | 86400000000
          time        | 00:00:00.000001                     | io.debezium.time.MicroTime | 1
          timestamp   | 1969-12-31 23:59:59.999999          | io.debezium.time.MicroTimestamp | -1
          timestamp   | -infinity                           | io.debezium.time.MicroTimestamp | -9223372036832400000
          timestamptz | 2026-11-23 08:30:00.25+00           | io.debezium.time.ZonedTimestamp | 2026-11-23T08:30:00.250000Z
          timestamptz | infinity                            | io.debezium.time.ZonedTimestamp | infinity
          json        | {"a" :  1.0}                        | io.debezium.data.Json | {"a" :  1.0}
          jsonb       | null                                | io.debezium.data.Json | null
          timetz      | 12:34:56.789+05:30                  | string  | 12:34:56.789+05:30
          interval    | 1 year -3 days                      | string  | 1 year -3 days
          bit         | 1                                   | string  | 1
          inet        | 10.0.0.1/8                          | string  | 10.0.0.1/8
          point       | (1.5,2)                             | string  | (1.5,2)
          text        | ~ spaced ~                          | string  | ~ spaced ~
          varchar     | ~~                                  | string  | ~~
          """)
  void readsPostgresText(String type, String text, String encoding, String value) {
    // Given
    ValueConverter converter = converter(Encoding.ofType(type), true);

    // When
    Object converted = converter.convert(text);

    // Then
    assertThat(schema.name() == null ? schema.type().getName() : schema.name()).isEqualTo(encoding);
    assertThat(converted).hasToString(value);
  }

  @Test
  void readsBytes() {
    assertThat(converter(Encoding.ofType("bytea"), true).convert("\\x00ff10"))
        .isEqualTo(new byte[] {0, -1, 16});
    assertThat(converter(Encoding.ofType("bytea"), true).convert("\\x")).isEqualTo(new byte[0]);
  }

  @ParameterizedTest
  @EnumSource
  void nullIsNullUnlessTheFieldMustHaveAValue(Encoding encoding) {
    assertThat(converter(encoding, true).convert(null)).isNull();
    assertThat(converter(encoding, false).convert(null)).isNotNull();
    ConnectSchema.validateValue(schema, converter(encoding, false).convert(null));
  }

  @Test
  void aValueThatWasNotSentIsToldByIdentity() {
    // When
    Object text = converter(Encoding.TEXT, false).convert(UNCHANGED);
    Object bytes = converter(Encoding.BYTES, false).convert(UNCHANGED);

    // Then
    assertThat(text).isSameAs(Unavailable.TEXT).isEqualTo(ChangeHeaders.UNAVAILABLE_VALUE);
    assertThat(bytes).isSameAs(Unavailable.BYTES);
    assertThat(Unavailable.is(ChangeHeaders.UNAVAILABLE_VALUE)).isFalse();
    assertThat(Unavailable.is(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"int4,x", "bool,true", "bytea,abc", "money,$", "date,soon", "timestamptz,2026"})
  void whatIsNoTextOfTheTypeStopsTheCapture(String type, String text) {
    // Given
    ValueConverter converter = converter(Encoding.ofType(type), true);

    // When, Then
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(UnreadableValueError.class)
        .hasMessageContaining("'c'")
        .hasMessageContaining(text);
  }
}
