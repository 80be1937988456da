package dev.caravan.check.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueMatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Int32|5|5|true",
        "Int32|5|6|false",
        "Nullable(Decimal(12, 2))|12.50|\"12.5\"|true",
        "Nullable(Decimal(12, 2))|12.50|\"12.05\"|false",
        "Float64|NaN|\"nan\"|true",
        "String|12.50|\"12.5\"|false",
        "Bool|true|true|true",
        "DateTime64(6, 'UTC')|2026-01-31T12:00:00Z|\"2026-01-31 12:00:00.000000\"|true",
        "DateTime64(6, 'UTC')|2026-01-31 12:00:00.5|\"2026-01-31 12:00:00.500000\"|true",
        "DateTime64(6, 'UTC')|2026-01-31 12:00:10|\"2026-01-31 12:00:01.000000\"|false",
        "String|null|null|true",
        "String|x|null|false",
      },
      nullValues = "NULL")
  void comparesAsPeopleWriteIt(String type, String expected, String actual, boolean same)
      throws Exception {
    // Given
    Object wanted = expected.equals("null") ? null : expected;

    // When
    boolean matches = ValueMatch.matches(type, wanted, new ObjectMapper().readTree(actual));

    // Then
    assertThat(matches).isEqualTo(same);
  }

  @Test
  void comparesListsInTheirOrder() throws Exception {
    // Given
    List<Object> wanted = Arrays.asList("1.50", null);
    String type = "Array(Nullable(Decimal(10, 2)))";

    // When, Then
    assertThat(ValueMatch.matches(type, wanted, new ObjectMapper().readTree("[\"1.5\",null]")))
        .isTrue();
    assertThat(ValueMatch.matches(type, wanted, new ObjectMapper().readTree("[null,\"1.5\"]")))
        .isFalse();
  }
}
