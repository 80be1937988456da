package dev.caravan.deliver.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointQueryTest {

  @Test
  void takesEverySignForItself() {
    assertThat(
            EndpointQuery.parse(
                "clickhouse:t?where=a + 1 > 2 AND b LIKE '5%25?#/' AND c = 'x & y=z'&mask.the day=&columnType.a=Decimal(3,%201)&rows=changes"))
        .isEqualTo(
            Map.of(
                "where", "a + 1 > 2 AND b LIKE '5%25?#/' AND c = 'x & y=z'",
                "mask.the day", "",
                "columnType.a", "Decimal(3,%201)",
                "rows", "changes"));
    assertThat(EndpointQuery.parse("clickhouse:t")).isEmpty();
    assertThat(EndpointQuery.parse("clickhouse:t?")).isEmpty();
  }

  @Test
  void takesRawValuesWhole() {
    assertThat(EndpointQuery.parse("clickhouse:t?mask.a=RAW(x&rows=)y)&where=RAW{f(a)}"))
        .isEqualTo(Map.of("mask.a", "x&rows=)y", "where", "f(a)"));
  }

  @Test
  void seesAnOptionThatIsMisspelled() {
    assertThat(EndpointQuery.parse("clickhouse:t?mask.a=x&exlude=b"))
        .isEqualTo(Map.of("mask.a", "x", "exlude", "b"));
    assertThatThrownBy(() -> EndpointQuery.parse("clickhouse:t?exclude"))
        .hasMessageContaining("'exclude' has no value");
    assertThatThrownBy(() -> EndpointQuery.parse("clickhouse:t?exclude=a&exclude=b"))
        .hasMessageContaining("exclude is given twice");
  }
}
