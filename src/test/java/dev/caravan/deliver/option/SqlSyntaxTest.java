package dev.caravan.deliver.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "total > 100",
        "'eu'",
        "status IN ('a;b', 'it''s', 'back\\'slash', '-- no comment', '/*') AND `odd ; name` != \"x\"",
        "if(a, [1, 2][1], {'k': 1}['k'])",
        "id IN (SELECT id FROM vip)",
        "name = 'Größe ‘quoted’'",
        "a - -1",
        "a / b * c"
      })
  void takesWhatStaysWithinBrackets(String sql) {
    assertThat(SqlSyntax.fault(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1; DROP TABLE canary",
        "1) OR (1",
        "1), evil Int32 MATERIALIZED (2",
        "(1",
        "[1)",
        "'open",
        "'open\\'",
        "`open",
        "\"open",
        "1 -- rest",
        "1 /* rest",
        "1 # rest",
        "$a$ ' $a$",
        "$$'$$",
        "‘'’) ; DROP TABLE canary ; (‘'’",
        "“'”) ; DROP TABLE canary ; (“'”",
        "a \\ b",
        "a \0 b"
      })
  void refusesWhatCouldEndThem(String sql) {
    assertThat(SqlSyntax.fault(sql)).isPresent();
  }

  @Test
  void splitsAListAtItsOwnCommas() {
    assertThat(SqlSyntax.parts("a, f(b, c), `d,e`, 'f,g'"))
        .containsExactly("a", "f(b, c)", "`d,e`", "'f,g'");
    assertThatThrownBy(() -> SqlSyntax.parts("a)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("closes nothing");
  }

  @Test
  void takesAwayBracketsThatSayNothing() {
    assertThat(SqlSyntax.unwrapped(" ((a, b)) ")).isEqualTo("a, b");
    assertThat(SqlSyntax.unwrapped("(a) + (b)")).isEqualTo("(a) + (b)");
    assertThat(SqlSyntax.unwrapped("f(a)")).isEqualTo("f(a)");
  }
}
