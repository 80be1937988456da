package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.Column;
import dev.caravan.deliver.row.UnfitValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickHouseTypeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int4        |    | int32   | Int32                     | -7                  | CAST('-7', 'Int32')",
        "int8        |    | int64   | Nullable(Int256)          | -9223372036854775808 | CAST('-9223372036854775808', 'Nullable(Int256)')",
        "float4      |    | float32 | Float32                   | 0.1                 | CAST(0.10000000149011612, 'Float32')",
        "float8      |    | float64 | Nullable(Float64)         | \"-Infinity\"       | CAST(-inf, 'Nullable(Float64)')",
        "float8      |    | float64 | Float64                   | 1e300               | CAST(1.0E300, 'Float64')",
        "numeric     | 10 | string  | Decimal(12, 2)            | \"-1.5\"            | CAST('-1.50', 'Decimal(12, 2)')",
        "bool        |    | boolean | Nullable(Bool)            | true                | CAST(true, 'Nullable(Bool)')",
        "text        |    | string  | LowCardinality(String)    | \"it's\"            | CAST('it\\'s', 'LowCardinality(String)')",
        "text        |    | string  | Nullable(String)          | null                | CAST(NULL, 'Nullable(String)')",
        "bytea       |    | bytes   | String                    | \"AP8=\"            | CAST(unhex('00ff'), 'String')",
        "int4[]      |    | string  | Array(Nullable(Int32))    | \"{1,NULL}\"        | CAST([CAST('1', 'Nullable(Int32)'), CAST(NULL, 'Nullable(Int32)')], 'Array(Nullable(Int32))')",
        "uuid        |    | io.debezium.data.Uuid | UUID        | \"61f0c404-5cb3-11e7-907b-a6006ad3dba0\" | CAST('61f0c404-5cb3-11e7-907b-a6006ad3dba0', 'UUID')",
        "date        |    | io.debezium.time.Date | Nullable(Date32) | -25567         | CAST('1900-01-01', 'Nullable(Date32)')",
        "date        |    | io.debezium.time.Date | String      | 2147483647          | CAST('infinity', 'String')",
        "timestamp   |    | io.debezium.time.MicroTimestamp | DateTime64(6, 'UTC') | -1 | CAST(CAST('1969-12-31 23:59:59.999999', 'DateTime64(6, \\'UTC\\')'), 'DateTime64(6, \\'UTC\\')')"
      })
  void writesAValueAsSql(
      String type, Integer length, String encoding, String target, String value, String expected)
      throws JsonProcessingException {
    // Given
    Column column =
        new Column("c", type, length, length == null ? null : 2, true, encoding.strip());

    // When
    String literal = TypeFit.into(column, target).orElseThrow().literal(JSON.readTree(value));

    // Then
    assertThat(literal).isEqualTo(expected);
  }

  @Test
  void refusesAValueTheTypeCannotHold() throws JsonProcessingException {
    // Given
    Column column = new Column("c", "date", null, null, true, "io.debezium.time.Date");
    JsonNode infinity = JSON.readTree("2147483647");

    // When
    // Then
    assertThatThrownBy(() -> TypeMapping.of(column, false).literal(infinity))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("'infinity' is outside Date32");
  }
}
