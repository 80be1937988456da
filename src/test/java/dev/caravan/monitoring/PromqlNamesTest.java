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
}
