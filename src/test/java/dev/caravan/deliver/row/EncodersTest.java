package dev.caravan.deliver.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodersTest {

  @Test
  void writesIntegersLittleEndianInTheirWidth() {
    // When
    // Then
    assertThat(hex(new IntegerEncoder(1), "-1")).isEqualTo("ff");
    assertThat(hex(new IntegerEncoder(2), "258")).isEqualTo("0201");
    assertThat(hex(new IntegerEncoder(4), "-2")).isEqualTo("feffffff");
    assertThat(hex(new IntegerEncoder(8), "9223372036854775807")).isEqualTo("ffffffffffffff7f");
  }

  @Test
  void refusesAnIntegerBeyondItsWidth() {
    assertThatThrownBy(() -> hex(new IntegerEncoder(2), "32768"))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("32768 is beyond Int16");
  }

  @Test
  void writesFloatsAndTheirSpecialValues() {
    // When
    // Then
    assertThat(hex(new FloatEncoder(false, true), "1.5")).isEqualTo("000000000000f83f");
    assertThat(hex(new FloatEncoder(true, false), "1.5")).isEqualTo("0000c03f");
    assertThat(hex(new FloatEncoder(false, true), "\"-Infinity\"")).isEqualTo("000000000000f0ff");
    assertThat(hex(new FloatEncoder(false, true), "\"NaN\"")).isEqualTo("000000000000f87f");
    assertThat(hex(new FloatEncoder(false, true), "-0.0")).isEqualTo("0000000000000080");
    assertThat(hex(new FloatEncoder(true, true), "0.1")).isEqualTo("000000a09999b93f");
  }

  @ParameterizedTest
  @CsvSource({
    "9, 2, 12.34",
    "9, 2, -0.05",
    "9, 2, 7",
    "18, 4, 99999999999999.9999",
    "38, 10, -1234567890123456789012345678.0123456789",
    "38, 2, -1.50",
    "76, 30, 1234567890123456789012345678901234567890.000000000000000000000000000001",
    "76, 0, -1",
    "2, 2, 0.99",
    "10, 2, 00012.5"
  })
  void writesDecimalsExactlyAsTheUnscaledNumber(int precision, int scale, String text) {
    // When
    byte[] written = bytes(new DecimalEncoder(precision, scale), '"' + text + '"');

    // Then
    byte[] bigEndian = new byte[written.length];
    for (int i = 0; i < written.length; i++) {
      bigEndian[i] = written[written.length - 1 - i];
    }
    assertThat(written)
        .hasSize(precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32);
    assertThat(new BigDecimal(new BigInteger(bigEndian), scale))
        .isEqualByComparingTo(new BigDecimal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "1.005", "100000000", "1e9", "-"})
  void refusesADecimalItCannotHoldExactly(String text) {
    assertThatThrownBy(() -> hex(new DecimalEncoder(9, 2), '"' + text + '"'))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage("'" + text + "' does not fit Decimal(9, 2) exactly");
  }

  @Test
  void writesTextAsUtf8LedByItsLengthInBytes() {
    // When
    // Then
    assertThat(hex(new TextEncoder(), "\"ab\"")).isEqualTo("026162");
    assertThat(hex(new TextEncoder(), "\"\"")).isEqualTo("00");
    assertThat(hex(new TextEncoder(), "\"a\\u00e9\\ud83d\\ude00\"")).isEqualTo("0761c3a9f09f9880");
    assertThat(hex(new TextEncoder(), '"' + "x".repeat(300) + '"')).startsWith("ac0278");
    assertThat(hex(new TextEncoder(), "12.50")).isEqualTo("0531322e3530");
  }

  @Test
  void refusesStructuredJsonForText() {
    assertThatThrownBy(() -> hex(new TextEncoder(), "{\"x\":1}"))
        .isInstanceOf(UnfitValueException.class);
  }

  @Test
  void writesUuidsAsTwoHalvesAndBytesRaw() {
    // When
    // Then
    assertThat(hex(new UuidEncoder(), "\"61f0c404-5cb3-11e7-907b-a6006ad3dba0\""))
        .isEqualTo("e711b35c04c4f061" + "a0dbd36a00a67b90");
    assertThat(hex(new BytesEncoder(), "\"AAH/\"")).isEqualTo("030001ff");
    assertThat(hex(new BoolEncoder(), "true")).isEqualTo("01");
  }

  @Test
  void writesDatesWithinTheirRange() {
    // When
    // Then
    assertThat(hex(new DateEncoder(), "-25567")).isEqualTo("219cffff");
    assertThat(hex(new DateEncoder(), "120529")).isEqualTo("d1d60100");
    assertThatThrownBy(() -> hex(new DateEncoder(), "120530"))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("1900-01-01 to 2299-12-31");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATE      | 20780                              | 2026-11-23",
        "DATE      | -719528                            | 0001-01-01 BC",
        "DATE      | 2147483647                         | infinity",
        "TIME      | 34200250000                        | 09:30:00.25",
        "TIME      | 86400000000                        | 24:00:00",
        "TIMESTAMP | 1795426200250000                   | 2026-11-23 09:30:00.25",
        "TIMESTAMP | -9223372036832400000               | -infinity",
        "INSTANT   | '2026-11-23T08:30:00.250000Z'      | 2026-11-23 08:30:00.25+00",
        "INSTANT   | '0001-01-01T00:00:00.000000Z'      | 0001-01-01 00:00:00+00",
        "INSTANT   | '0000-12-31T23:59:59.999999Z'      | 0001-12-31 23:59:59.999999+00 BC",
        "INSTANT   | '+294276-12-31T23:59:59.999999Z'   | 294276-12-31 23:59:59.999999+00",
        "INSTANT   | '-infinity'                        | -infinity",
        "REAL      | 0.1                                | 0.1",
        "REAL      | 1e6                                | 1e+06",
        "DOUBLE    | 'NaN'                              | NaN",
        "DOUBLE    | 123456789012345                    | 123456789012345",
        "DOUBLE    | 1e15                               | 1e+15"
      },
      quoteCharacter = '"')
  void writesThePostgresTextOfValues(PostgresText form, String value, String expected) {
    // When
    byte[] written = bytes(new RenderedEncoder(form), value.replace('\'', '"'));

    // Then
    assertThat(text(written)).isEqualTo(expected);
  }

  @Test
  void refusesATimestampTheEventDoesNotTell() {
    assertThatThrownBy(
            () -> bytes(new RenderedEncoder(PostgresText.TIMESTAMP), "9223372036854775807"))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("after the year 294246");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T09:30:00Z",
        "2026-11-23T09:30:00.1Z",
        "2024-02-29T23:59:59.123456Z",
        "1900-01-01T00:00:00Z",
        "2299-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.999999Z",
        "2000-02-29T12:00:00.000001Z",
        "2026-11-23T09:30:00.123+02:00"
      })
  void writesInstantsAsMicroseconds(String text) {
    // When
    byte[] written = bytes(new InstantEncoder(new TimestampEncoder(6)), '"' + text + '"');

    // Then
    Instant instant = OffsetDateTime.parse(text).toInstant();
    long expected = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    assertThat(ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1899-12-31T23:59:59.999999Z",
        "2300-01-01T00:00:00Z",
        "+294247-01-10T04:00:25Z",
        "infinity"
      })
  void refusesInstantsOutsideTheRange(String text) {
    assertThatThrownBy(() -> hex(new InstantEncoder(new TimestampEncoder(6)), '"' + text + '"'))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("outside DateTime64(6), the years 1900 to 2299");
  }

  @Test
  void writesTimestampsInTheTicksOfTheirType() {
    // When
    // Then
    assertThat(hex(new TimestampEncoder(6), "-1")).isEqualTo("ffffffffffffffff");
    assertThat(hex(new TimestampEncoder(9), "1")).isEqualTo("e803000000000000");
    assertThat(hex(new TimestampEncoder(3), "-1000")).isEqualTo("ffffffffffffffff");
    assertThat(hex(new TimestampEncoder(0), "2000000")).isEqualTo("0200000000000000");
  }

  @ParameterizedTest
  @CsvSource({
    "6, 9223372036825200000, 'infinity' is outside DateTime64(6)",
    "6, -9223372036832400000, '-infinity' is outside DateTime64(6)",
    "6, 9223372036854775807, a timestamp after the year 294246 is outside",
    "6, -2208988800000001, '1899-12-31 23:59:59.999999' is outside",
    "6, 10413792000000000, '2300-01-01 00:00:00' is outside",
    "9, 10413791999999999, '2299-12-31 23:59:59.999999' is beyond DateTime64(9)",
    "3, 1500, '1970-01-01 00:00:00.0015' is finer than DateTime64(3)"
  })
  void refusesTimestampsItsTypeCannotHold(int digits, String micros, String message) {
    assertThatThrownBy(() -> hex(new TimestampEncoder(digits), micros))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining(message.replace("\"", "'"));
  }

  @Test
  void writesArraysLedByTheirCount() {
    // Given
    ArrayEncoder numbers = new ArrayEncoder(new NullableEncoder(new IntegerEncoder(1)), ',', false);

    // When
    // Then
    assertThat(hex(numbers, "\"{1,NULL,3}\"")).isEqualTo("03" + "0001" + "01" + "0003");
    assertThat(hex(numbers, "\"{}\"")).isEqualTo("00");
    assertThat(hex(numbers, "\"{" + "1,".repeat(199) + "1}\"")).startsWith("c801" + "0001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{1},{2}}   | '{{1},{2}}' has several dimensions",
        "[0:1]={1,2} | does not begin at 1",
        "{NULL}      | has NULL among elements that are not Nullable",
        "{300}       | 300 is beyond Int8",
        "1           | '1' is no array"
      },
      quoteCharacter = '"')
  void refusesArraysItsTypeCannotHold(String text, String message) {
    assertThatThrownBy(
            () -> hex(new ArrayEncoder(new IntegerEncoder(1), ',', false), '"' + text + '"'))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void writesElementsFromTheirTextAsItDoesValues() {
    // When
    // Then
    assertThat(element(new BoolEncoder(), "t")).isEqualTo(hex(new BoolEncoder(), "true"));
    assertThat(element(new BytesEncoder(), "\\x00ff")).isEqualTo("0200ff");
    assertThat(element(new DateEncoder(), "2026-11-23")).isEqualTo(hex(new DateEncoder(), "20780"));
    assertThat(element(new DecimalEncoder(10, 2), "-1.50"))
        .isEqualTo(hex(new DecimalEncoder(10, 2), "\"-1.50\""));
    assertThat(element(new FloatEncoder(false, true), "-Infinity"))
        .isEqualTo(hex(new FloatEncoder(false, true), "\"-Infinity\""));
    assertThat(element(new TimestampEncoder(6), "2026-11-23 09:30:00.25"))
        .isEqualTo(hex(new TimestampEncoder(6), "1795426200250000"));
    assertThat(element(new InstantEncoder(new TimestampEncoder(6)), "2026-11-23 10:30:00.25+01"))
        .isEqualTo(hex(new TimestampEncoder(6), "1795426200250000"));
    assertThat(element(new UuidEncoder(), "61f0c404-5cb3-11e7-907b-a6006ad3dba0"))
        .isEqualTo("e711b35c04c4f061" + "a0dbd36a00a67b90");
    assertThat(element(new RenderedEncoder(PostgresText.TIME), "09:30:00.25"))
        .isEqualTo(hex(new RenderedEncoder(PostgresText.TIME), "34200250000"));
  }

  private static String element(ValueEncoder encoder, String text) {
    RowBuffer out = new RowBuffer(1);
    encoder.writeText(text, out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static String text(byte[] written) {
    return new String(written, 1, written.length - 1, StandardCharsets.UTF_8);
  }

  private static String hex(ValueEncoder encoder, String json) {
    return HexFormat.of().formatHex(bytes(encoder, json));
  }

  private static byte[] bytes(ValueEncoder encoder, String json) {
    RowBuffer out = new RowBuffer(1);
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      encoder.write(JsonValue.of(parser), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
