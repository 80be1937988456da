package dev.caravan.deliver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnSqlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int4    | int32                            | Int32
          int4    | int32                            | Int64
          bool    | boolean                          | Bool
          float4  | float32                          | Float32
          float8  | float64                          | Float64
          bytea   | bytes                            | String
          uuid    | io.debezium.data.Uuid            | UUID
          date    | io.debezium.time.Date            | Date32
          time    | io.debezium.time.MicroTime       | String
          timestamp | io.debezium.time.MicroTimestamp | DateTime64(6, 'UTC')
          timestamptz | io.debezium.time.ZonedTimestamp | DateTime64(6, 'UTC')
          numeric | string                           | Decimal(12, 2)
          text    | string                           | String
          jsonb   | io.debezium.data.Json            | String
          int4[]  | string                           | Array(Nullable(Int32))
          text[]  | string                           | Array(Nullable(String))
          """)
  void readsWhatCaravanMakesOfAColumn(String type, String encoding, String target) {
    // When
    ColumnSql sql = ColumnSql.of(column(type, encoding), target);

    // Then
    assertThat(sql.certain("t")).isNotEqualTo("0");
    assertThat(sql.value("t")).contains("t").doesNotContain("<t>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date        | io.debezium.time.Date           | String
          timestamptz | io.debezium.time.ZonedTimestamp | DateTime64(9, 'UTC')
          float4      | float32                         | Float64
          jsonb       | io.debezium.data.Json           | JSON
          int4        | int32                           | Decimal(20, 2)
          box[]       | string                          | Array(Nullable(String))
          """)
  void leavesToCaravanWhatElseAColumnMayBe(String type, String encoding, String target) {
    // Then
    assertThat(ColumnSql.of(column(type, encoding), target).certain("t")).isEqualTo("0");
  }

  @Test
  void keepsANumberWithMoreDigitsThanTheDecimalFromBeingCut() {
    // Then
    assertThat(ColumnSql.of(column("numeric", "string"), "Decimal(12, 2)").certain("t"))
        .isEqualTo("match(t, '^-?[0-9]{1,10}(\\\\.[0-9]{1,2})?$')");
  }

  @Test
  void quotesAMask() {
    // Then
    assertThat(ColumnSql.masked("it's").value("t")).isEqualTo("'it\\'s'");
  }

  private static Column column(String type, String encoding) {
    return new Column("c", type, null, null, true, encoding);
  }
}
