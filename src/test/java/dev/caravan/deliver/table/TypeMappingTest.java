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
        "money       | 19 | 2  | string                          | Decimal(19, 2)",
        "varchar     | 10 |    | string                          | String",
        "jsonb       |    |    | io.debezium.data.Json           | String",
        "mood        |    |    | string                          | String",
        "uuid        |    |    | io.debezium.data.Uuid           | UUID",
        "date        |    |    | io.debezium.time.Date           | Date32",
        "time        |    |    | io.debezium.time.MicroTime      | String",
        "timestamp   |    |    | io.debezium.time.MicroTimestamp | DateTime64(6, 'UTC')",
        "timestamp   | 3  |    | io.debezium.time.MicroTimestamp | DateTime64(6, 'UTC')",
        "timestamptz |    |    | io.debezium.time.ZonedTimestamp | DateTime64(6, 'UTC')",
        "bytea       |    |    | bytes                           | String",
        "point       |    |    | string                          | String",
        "interval    |    |    | string                          | String",
        "int4[]      |    |    | string                          | Array(Nullable(Int32))",
        "oid[]       |    |    | string                          | Array(Nullable(Int64))",
        "numeric[]   | 10 | 2  | string                          | Array(Nullable(Decimal(10, 2)))",
        "numeric[]   |    |    | string                          | Array(Nullable(String))",
        "money[]     | 19 | 2  | string                          | Array(Nullable(String))",
        "bool[]      |    |    | string                          | Array(Nullable(Bool))",
        "timestamp[] | 3  |    | string                          | Array(Nullable(DateTime64(6, 'UTC')))",
        "time[]      |    |    | string                          | Array(Nullable(String))",
        "text[]      |    |    | string                          | Array(Nullable(String))"
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
  void leavesRoomForNullExceptInKeys() {
    // Given
    Column number = new Column("c", "int4", null, null, true, "int32");
    Column array = new Column("c", "int4[]", null, null, true, "string");
    Column whole = new Column("c", "int4[]", null, null, false, "string");

    // When
    // Then
    assertThat(TypeMapping.of(number, false).name()).isEqualTo("Nullable(Int32)");
    assertThat(TypeMapping.of(number, true).name()).isEqualTo("Int32");
    assertThat(TypeMapping.of(array, false).name()).isEqualTo("Nullable(String)");
    assertThat(TypeMapping.of(whole, true).name()).isEqualTo("String");
  }
}
