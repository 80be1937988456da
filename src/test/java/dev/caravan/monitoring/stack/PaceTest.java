package dev.caravan.monitoring.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void changesTimesAndNotTheNamesOfSeries() {
    assertThat(
            Pace.FAST.of(
                """
                scrape_interval: 15s
                group_wait: 0s
                for: 30m
                expr: predict_linear(table:rate5m:p99_5m[6h], 24 * 3600) > max_over_time(x[1d])
                description: in 15 minutes, 10 MB
                """))
        .isEqualTo(
            """
            scrape_interval: 1s
            group_wait: 0s
            for: 30s
            expr: predict_linear(table:rate5m:p99_5m[6m], 24 * 3600) > max_over_time(x[1h])
            description: in 15 minutes, 10 MB
            """);
    assertThat(Pace.SHIPPED.of("for: 30m")).isEqualTo("for: 30m");
  }
}
