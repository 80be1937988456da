package dev.caravan.capture.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.UnreadableValueError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventFieldTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String written(Encoding encoding, boolean nullable, Tuple row) {
    EventField field = new EventField(TestTables.column("c", 1, encoding, nullable), 0, null, true);
    JsonBuffer json = new JsonBuffer();
    Columns columns = new Columns(row);
    columns.next();
    field.write(columns, json.raw('{'));
    return DebeziumEvents.text(json.raw('}').copy());
  }

  private static Tuple row(String text) {
    return Tuple.of(Arrays.asList(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          int2        | -32768                              | -32768
          int4        | 2147483647                          | 2147483647
          int8        | -9223372036854775808                | -9223372036854775808
          oid         | 4294967295                          | 4294967295
          float4      | 1.17549435e-38                      | 1.17549435E-38
          float4      | -Infinity                           | -Infinity
          float8      | 0.1                                 | 0.1
          float8      | NaN                                 | NaN
          numeric     | 12345678901234567890.0100           | 12345678901234567890.0100
          numeric     | NaN                                 | NaN
          money       | $1,234.56                           | 1234.56
          money       | -$0.05                              | -0.05
          money       | 1.234,56 €                          | 1234.56
          money       | ($92,233,720,368,547,758.08)        | -92233720368547758.08
          bool        | t                                   | true
          bool        | f                                   | false
          uuid        | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          date        | 1970-01-02                          | 1
          date        | infinity                            | 2147483647
          time        | 24:00:00                            | 86400000000
          time        | 00:00:00.000001                     | 1
          timestamp   | 1969-12-31 23:59:59.999999          | -1
          timestamp   | -infinity                           | -9223372036832400000
          timestamptz | 2026-11-23 08:30:00.25+00           | 2026-11-23T08:30:00.250000Z
          timestamptz | infinity                            | infinity
          json        | {"a" :  1.0}                        | {"a" :  1.0}
          jsonb       | null                                | null
          timetz      | 12:34:56.789+05:30                  | 12:34:56.789+05:30
          interval    | 1 year -3 days                      | 1 year -3 days
          bit         | 1                                   | 1
          inet        | 10.0.0.1/8                          | 10.0.0.1/8
          point       | (1.5,2)                             | (1.5,2)
          text        | ~ spaced ~                          | ~ spaced ~
          varchar     | ~~                                  | ~~
          """)
  void readsPostgresText(String type, String text, String value) throws Exception {
    // When
    String json = written(Encoding.ofType(type), true, row(text));

    // Then
    assertThat(JSON.readTree(json).get("c").asText()).isEqualTo(value);
  }

  @Test
  void writesBytesInBase64() {
    assertThat(written(Encoding.BYTES, true, row("\\x00ff10"))).isEqualTo("{\"c\":\"AP8Q\"}");
    assertThat(written(Encoding.BYTES, true, row("\\x"))).isEqualTo("{\"c\":\"\"}");
  }

  @ParameterizedTest
  @EnumSource
  void nullIsNullUnlessTheFieldMustHaveAValue(Encoding encoding) {
    assertThat(written(encoding, true, row(null))).isEqualTo("{\"c\":null}");
    assertThat(written(encoding, false, row(null))).doesNotContain("null");
  }

  @Test
  void aTextThatIsNotUtf8IsReadAllTheSame() {
    // Given a database without an encoding
    byte[] latin = {0, 1, 't', 0, 0, 0, 3, 'a', (byte) 0xE4, 'b'};

    // Then
    assertThat(written(Encoding.TEXT, true, new Tuple(latin, 0))).isEqualTo("{\"c\":\"a\uFFFDb\"}");
  }

  @Test
  void aLargeTextNeedsNoRoomForEscapesItDoesNotHave() {
    // Given
    String large = "\u00e4".repeat(1 << 20) + "\n";

    // Then
    assertThat(written(Encoding.TEXT, true, row(large)))
        .isEqualTo("{\"c\":\"" + "\u00e4".repeat(1 << 20) + "\\n\"}");
  }

  @ParameterizedTest
  @CsvSource({"int4,x", "bool,true", "bytea,abc", "money,$", "date,soon", "timestamptz,2026"})
  void whatIsNoTextOfTheTypeStopsTheCapture(String type, String text) {
    // When, Then
    assertThatThrownBy(() -> written(Encoding.ofType(type), true, row(text)))
        .isInstanceOf(UnreadableValueError.class)
        .hasMessageContaining("'c'")
        .hasMessageContaining(text);
  }
}
