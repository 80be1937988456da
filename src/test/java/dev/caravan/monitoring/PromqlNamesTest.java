package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromqlNamesTest {

  @Test
  void findsSeriesAndNeitherLabelsNorFunctionsNorWords() {
    assertThat(
            PromqlNames.in(
                """
                histogram_quantile(0.99, sum by (table, le) (rate(delay_bucket{table=~"or (x)"}[5m])))
                / on (instance) group_left count by (instance) (node_cpu{mode="idle"}) * 1e6
                unless on (table) table:lag:sum > 10 offset 5m or -vector(1)
                """))
        .containsExactlyInAnyOrder("delay_bucket", "node_cpu", "table:lag:sum");
  }

  @Test
  void findsANameAlone() {
    assertThat(PromqlNames.in("up")).containsExactly("up");
  }

  @Test
  void findsWhatIsAskedForByLabels() {
    String expression =
        "sum by (table, le) (rate(a_bucket{op=\"r\"}[5m])) and on (x) b{c=~\"}|d\",e!=\"\"} == 1";

    assertThat(PromqlNames.selectorsIn(expression))
        .containsExactlyInAnyOrder("a_bucket{op=\"r\"}", "b{c=~\"}|d\",e!=\"\"}");
    assertThat(PromqlNames.labelsIn(expression)).containsExactlyInAnyOrder("table", "le", "x");
  }
}
