package dev.caravan.deliver.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String",
        " Int32 ",
        "Decimal(38, 6)",
        "DateTime64(6, 'UTC')",
        "LowCardinality(Nullable(String))",
        "Enum8('a' = 1, 'it\\'s' = -2, 'a''b' = 3)",
        "Map(String, Array(Nullable(Int64)))",
        "Tuple(a Int32, b Tuple(c String))",
        "JSON(max_dynamic_paths = 10, ab String)",
        "FixedString(16)"
      })
  void takesOneType(String text) {
    assertThat(TypeSyntax.isType(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "String, evil Int32",
        "String DEFAULT 'x'",
        "String) ENGINE = Null --",
        "String; DROP TABLE canary",
        "String -- ",
        "String /* */",
        "DateTime64(6, 'UTC'), evil String DEFAULT ('x')",
        "DateTime64(6, 'UTC\\')",
        "Enum8('a' = 1",
        "Decimal(38, 6))",
        "Array(String)(Int32)",
        "Array()",
        "`String`",
        "Str\u0000ing",
        "Decimal(38, (SELECT 1))"
      })
  void refusesWhatIsMoreOrLess(String text) {
    assertThat(TypeSyntax.isType(text)).isFalse();
  }

  @Test
  void endsWithATextThatIsLong() {
    assertThat(TypeSyntax.isType("Enum8('" + "a".repeat(100_000))).isFalse();
  }
}
