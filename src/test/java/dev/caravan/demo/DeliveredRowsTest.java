package dev.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveredRowsTest {

  @Test
  void operationsOfATableAreAddedUp() {
    // Given
    String metrics =
        """
        # HELP caravan_deliver_rows_total Rows delivered
        # TYPE caravan_deliver_rows_total counter
        caravan_deliver_rows_total{op="c",table="inventory.orders"} 1200.0
        caravan_deliver_rows_total{op="d",table="inventory.orders"} 34.0
        caravan_deliver_rows_total{table="products_final",op="u"} 1.5E3
        caravan_deliver_rows_created{table="inventory.orders"} 9.0
        jvm_threads_live_threads 41.0
        """;

    // When
    DeliveredRows delivered = DeliveredRows.parse(metrics);

    // Then
    assertThat(delivered.of("orders")).isEqualTo(1234);
    assertThat(delivered.of("products")).isEqualTo(1500);
    assertThat(delivered.of("customers")).isZero();
    assertThat(delivered.total()).isEqualTo(2734);
  }
}
