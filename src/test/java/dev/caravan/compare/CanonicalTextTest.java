package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTextTest {

  @ParameterizedTest
  @CsvSource({
    "NUMBER, 12.50, 12.5",
    "NUMBER, 100, 100.00",
    "NUMBER, 0.00, 0",
    "NUMBER, 12345678901234567890.123456789, 12345678901234567890.1234567890",
    "REAL, 0.1, 0.10",
    "DOUBLE, 1e+20, 100000000000000000000",
    "DOUBLE, NaN, nan",
    "DOUBLE, -Infinity, -inf",
    "BOOLEAN, t, true",
    "UUID, 0B5E3C0A-5A3C-4B43-9F51-0F5C6C1A2B3D, 0b5e3c0a-5a3c-4b43-9f51-0f5c6c1a2b3d",
    "INSTANT, 2026-03-01 09:30:00+00, 2026-03-01 09:30:00.000000",
    "INSTANT, 2026-03-01 09:30:00.1234+00, 2026-03-01 09:30:00.123400",
    "TIMESTAMP, 2026-03-01 09:30:00.5, 2026-03-01 09:30:00.500000"
  })
  void oneValueHasOneText(ValueKind kind, String postgres, String clickHouse) {
    // When
    String left = kind.canonical(postgres);
    String right = kind.canonical(clickHouse);

    // Then
    assertThat(left).isEqualTo(right);
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, 12.5, 12.51",
    "NUMBER, 0.1234567890123456789, 0.1234567890123456788",
    "REAL, 0.1, 0.2",
    "TEXT, 1.0, 1.00",
    "TEXT, '', ' '",
    "INSTANT, 2026-03-01 09:30:00.000001+00, 2026-03-01 09:30:00.000000",
    "INSTANT, 2026-03-01 09:30:00.123456+00, 2026-03-01 09:30:00.123456789",
    "DATE, infinity, 2299-12-31"
  })
  void differentValuesHaveDifferentTexts(ValueKind kind, String postgres, String clickHouse) {
    // When
    String left = kind.canonical(postgres);
    String right = kind.canonical(clickHouse);

    // Then
    assertThat(left).isNotEqualTo(right);
  }

  @Test
  void jsonIsComparedByContent() {
    // Given
    String postgres = "{\"b\": [1.0, 100.0, null], \"a\": {\"d\": \"x\", \"c\": true}}";
    String clickHouse = "{\"a\":{\"c\":true,\"d\":\"x\"},\"b\":[1,100,null]}";

    // When
    String left = ValueKind.JSON.canonical(postgres);
    String right = ValueKind.JSON.canonical(clickHouse);

    // Then
    assertThat(left).isEqualTo(right);
  }

  @Test
  void nullIsNotTheEmptyText() {
    // Given
    ComparedColumn column = new ComparedColumn("note", ValueKind.TEXT, "Nullable(String)");

    // Then
    assertThat(column.canonicalPostgres(null, true)).isNull();
    assertThat(column.canonicalPostgres("", true)).isEmpty();
    assertThat(column.canonicalClickHouse("", true)).isEmpty();
  }
}
