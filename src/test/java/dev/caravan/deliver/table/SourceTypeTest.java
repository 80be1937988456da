package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int8",
        "numeric(12,2)",
        "numeric(3,-2)",
        "varchar(20)[]",
        "timestamp(0)",
        "text[]",
        "my type"
      })
  void readsWhatItWrites(String text) {
    assertThat(SourceType.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int4 | | | int4",
        "numeric | 12 | | numeric(12,0)",
        "numeric[] | 12 | 2 | numeric(12,2)[]"
      })
  void namesAColumnsType(String type, Integer length, Integer scale, String text) {
    // When
    SourceType named =
        SourceType.of(new Column("c", 1, type, length, scale, true, "string", null, false));

    // Then
    assertThat(named).hasToString(text).isEqualTo(SourceType.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int2 | int4",
        "int2 | int8",
        "int4 | int8",
        "int4[] | int8[]",
        "varchar(10) | varchar(20)",
        "varchar(10) | varchar",
        "varchar(10) | text",
        "varchar | text",
        "text | varchar",
        "varbit(3) | varbit(8)",
        "numeric(10,2) | numeric(12,2)",
        "numeric(10,2) | numeric",
        "timestamp(0) | timestamp(3)",
        "timestamptz(3) | timestamptz"
      })
  void tellsWhatChangesNoText(String from, String to) {
    assertThat(SourceType.parse(from).keepsItsTextAs(SourceType.parse(to))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"float4 | float8", "numeric(10,2) | numeric(14,4)"})
  void tellsWhatChangesNoValueButItsText(String from, String to) {
    assertThat(SourceType.parse(from).keepsItsTextAs(SourceType.parse(to))).isFalse();
    assertThat(SourceType.parse(from).keepsItsValueAs(SourceType.parse(to))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int8 | int4",
        "int4 | int8[]",
        "int4 | text",
        "text | int4",
        "text | varchar(10)",
        "varchar(20) | varchar(10)",
        "bpchar(10) | bpchar(20)",
        "bpchar(10) | text",
        "text | bpchar(10)",
        "float8 | float4",
        "numeric(10,2) | numeric(12,1)",
        "numeric(10,2) | numeric(11,4)",
        "numeric | numeric(10,2)",
        "timestamp | timestamp(0)",
        "timestamp(6) | timestamp(0)",
        "timestamp | timestamptz",
        "json | jsonb",
        "mood | feeling"
      })
  void tellsWhatMayChangeValues(String from, String to) {
    assertThat(SourceType.parse(from).keepsItsValueAs(SourceType.parse(to))).isFalse();
  }
}
