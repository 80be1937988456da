package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeFitTest {

  private static final String MICROS = "io.debezium.time.MicroTimestamp";
  private static final String ZONED = "io.debezium.time.ZonedTimestamp";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int4      |    |    | int32   | Int64                                    | yes",
        "int4      |    |    | int32   | Int256                                   | yes",
        "int4      |    |    | int32   | Nullable(Int32)                          | yes",
        "int4      |    |    | int32   | Decimal(12, 2)                           | yes",
        "int4      |    |    | int32   | Decimal(11, 2)                           | no",
        "int8      |    |    | int64   | Decimal(19, 0)                           | yes",
        "int4      |    |    | int32   | Float64                                  | yes",
        "int4      |    |    | int32   | Float32                                  | no",
        "int2      |    |    | int16   | Float32                                  | yes",
        "int8      |    |    | int64   | Float64                                  | no",
        "int8      |    |    | int64   | Int32                                    | no",
        "int4      |    |    | int32   | UInt32                                   | no",
        "numeric   | 10 | 2  | string  | Nullable(Decimal(12, 3))                 | yes",
        "numeric   | 10 | 2  | string  | Decimal(76, 40)                          | yes",
        "numeric   | 12 | 2  | string  | Decimal(10, 2)                           | no",
        "numeric   | 10 | 2  | string  | Decimal(10, 3)                           | no",
        "numeric   | 10 | 2  | string  | Float64                                  | no",
        "numeric   |    |    | string  | Decimal(38, 6)                           | yes",
        "numeric   |    |    | string  | Float64                                  | no",
        "numeric   | 90 | 2  | string  | Decimal(38, 6)                           | yes",
        "money     | 19 | 2  | string  | Decimal(38, 4)                           | yes",
        "float4    |    |    | float32 | Float64                                  | yes",
        "float8    |    |    | float64 | Float32                                  | no",
        "bool      |    |    | boolean | UInt8                                    | yes",
        "text      |    |    | string  | LowCardinality(Nullable(String))         | yes",
        "text      |    |    | string  | JSON                                     | no",
        "text      |    |    | string  | Int32                                    | no",
        "text      |    |    | string  | FixedString(3)                           | no",
        "jsonb     |    |    | io.debezium.data.Json  | JSON                      | yes",
        "jsonb     |    |    | io.debezium.data.Json  | Nullable(JSON)            | yes",
        "date      |    |    | io.debezium.time.Date  | Date32                    | yes",
        "date      |    |    | io.debezium.time.Date  | Date                      | no",
        "timestamp |    |    | micros  | DateTime64(6, 'Europe/Berlin')           | no",
        "timestamptz |  |    | zoned   | DateTime64(6, 'Europe/Berlin')           | yes",
        "timestamp | 29 |    | micros  | DateTime64(6)                            | yes",
        "timestamp |    |    | micros  | DateTime64(9, 'UTC')                     | yes",
        "timestamp |    |    | micros  | DateTime64(3)                            | no",
        "timestamp | 3  |    | micros  | DateTime64(3)                            | yes",
        "timestamp | 0  |    | micros  | DateTime                                 | no",
        "timestamptz | 3 |   | zoned   | DateTime64(3, 'UTC')                     | yes",
        "timestamptz |   |   | zoned   | DateTime64(0)                            | no",
        "int4[]    |    |    | string  | Array(Nullable(Int32))                   | yes",
        "int4[]    |    |    | string  | Array(Int64)                             | yes",
        "int4[]    |    |    | string  | Array(Nullable(String))                  | yes",
        "int4[]    |    |    | string  | Array(Nullable(Int16))                   | no",
        "int4[]    |    |    | string  | Int32                                    | no",
        "numeric[] |    |    | string  | Array(Decimal(38, 6))                    | yes",
        "int4      |    |    | int32   | Array(Int32)                             | no"
      })
  void fitsOnlyWhereNothingIsLost(
      String type, Integer length, Integer scale, String encoding, String target, String fits) {
    // Given
    String written =
        encoding.equals("micros") ? MICROS : encoding.equals("zoned") ? ZONED : encoding;
    Column column = new Column("c", type, length, scale, true, written);

    // When
    // Then
    assertThat(TypeFit.into(column, target).isPresent()).isEqualTo(fits.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({
    "int2, int16",
    "int8, int64",
    "float4, float32",
    "float8, float64",
    "numeric, string",
    "bool, boolean",
    "bytea, bytes",
    "uuid, io.debezium.data.Uuid",
    "date, io.debezium.time.Date",
    "time, io.debezium.time.MicroTime",
    "timestamp, io.debezium.time.MicroTimestamp",
    "timestamptz, io.debezium.time.ZonedTimestamp",
    "jsonb, io.debezium.data.Json",
    "interval, string",
    "int4[], string"
  })
  void takesEveryColumnIntoText(String type, String encoding) {
    // Given
    Column column = new Column("c", type, null, null, true, encoding);

    // When
    // Then
    assertThat(TypeFit.into(column, "String")).isPresent();
    assertThat(TypeFit.into(column, "Nullable(String)")).isPresent();
  }

  @Test
  void storesANullArrayAsAnEmptyOneOnlyWhereThatIsAskedFor() {
    // Given
    Column column = new Column("c", "int4[]", null, null, true, "string");

    // When
    // Then
    assertThat(TypeFit.into(column, "Array(Int32)", true).orElseThrow().encoder().holdsNull())
        .isTrue();
    assertThat(TypeFit.into(column, "Array(Int32)").orElseThrow().encoder().holdsNull()).isFalse();
  }
}
