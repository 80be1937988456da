package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMappingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int2        |    |    | int16                           | Int16",
        "int4        |    |    | int32                           | Int32",
        "int8        |    |    | int64                           | Int64",
        "float4      |    |    | float32                         | Float32",
        "float8      |    |    | float64                         | Float64",
        "bool        |    |    | boolean                         | Bool",
        "numeric     | 10 | 2  | string                          | Decimal(10, 2)",
        "numeric     | 76 | 10 | string                          | Decimal(76, 10)",
        "numeric     | 77 | 10 | string                          | String",
        "numeric     |    |    | string                          | String",
        "numeric     | 3  | -2 | string                          | String",
        "numeric     | 2  | 5  | string                          | String",
        "money       |    |    | string                          | String",
        "varchar     | 10 |    | string                          | String",
        "jsonb       |    |    | io.debezium.data.Json           | String",
        "mood        |    |    | io.debezium.data.Enum           | String",
        "uuid        |    |    | io.debezium.data.Uuid           | UUID",
        "date        |    |    | io.debezium.time.Date           | Date32",
        "time        |    |    | io.debezium.time.MicroTime      | String",
        "timestamp   |    |    | io.debezium.time.MicroTimestamp | DateTime64(6, 'UTC')",
        "timestamp   | 3  |    | io.debezium.time.Timestamp      | DateTime64(6, 'UTC')",
        "timestamptz |    |    | io.debezium.time.ZonedTimestamp | DateTime64(6, 'UTC')",
        "bytea       |    |    | bytes                           | String",
        "point       |    |    | io.debezium.data.geometry.Point | String",
        "interval    |    |    | io.debezium.time.MicroDuration  | String",
        "_int4       |    |    | array:int32                     | Array(Nullable(Int32))",
        "_numeric    | 10 | 2  | array:string                    | Array(Nullable(Decimal(10, 2)))",
        "_text       |    |    | array:string                    | Array(Nullable(String))"
      },
      quoteCharacter = '"')
  void givesEachTypeOfTheSourceItsType(
      String type, Integer length, Integer scale, String encoding, String expected) {
    // Given
    Column column = new Column("c", type, length, scale, false, encoding);

    // When
    ClickHouseType mapped = TypeMapping.of(column, false);

    // Then
    assertThat(mapped.name()).isEqualTo(expected);
  }

  @Test
  void leavesRoomForNullExceptInKeysAndArrays() {
    // Given
    Column number = new Column("c", "int4", null, null, true, "int32");
    Column array = new Column("c", "_int4", null, null, true, "array:int32");

    // When
    // Then
    assertThat(TypeMapping.of(number, false).name()).isEqualTo("Nullable(Int32)");
    assertThat(TypeMapping.of(number, true).name()).isEqualTo("Int32");
    assertThat(TypeMapping.of(array, false).name()).isEqualTo("Array(Nullable(Int32))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int4    |    |   | int32                           | Int64                             | yes",
        "int4    |    |   | int32                           | Nullable(Int32)                   | yes",
        "int8    |    |   | int64                           | Int32                             | no",
        "numeric | 10 | 2 | string                          | Nullable(Decimal(12, 3))          | yes",
        "numeric | 12 | 2 | string                          | Decimal(10, 2)                    | no",
        "numeric | 10 | 2 | string                          | Decimal(10, 3)                    | no",
        "float4  |    |   | float32                         | Float64                           | yes",
        "text    |    |   | string                          | LowCardinality(Nullable(String))  | yes",
        "jsonb   |    |   | io.debezium.data.Json           | JSON                              | yes",
        "text    |    |   | string                          | Int32                             | no",
        "ts      |    |   | io.debezium.time.MicroTimestamp | DateTime64(6, 'Europe/Berlin')    | yes",
        "ts      |    |   | io.debezium.time.MicroTimestamp | DateTime64(3)                     | no"
      })
  void fitsOnlyWhereNothingIsLost(
      String type, Integer length, Integer scale, String encoding, String target, String fits) {
    // Given
    Column column = new Column("c", type, length, scale, true, encoding);

    // When
    // Then
    assertThat(TypeFit.into(column, target).isPresent()).isEqualTo(fits.equals("yes"));
  }
}
