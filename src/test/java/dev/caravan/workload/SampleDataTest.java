package dev.caravan.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleDataTest {

  @Test
  void theSameSeedGivesTheSameRows() {
    // Given
    SampleData one = new SampleData(7);
    SampleData other = new SampleData(7);

    // Then
    for (int row = 1; row <= 100; row++) {
      assertThat(one.customer()).isEqualTo(other.customer());
      assertThat(one.product(row)).isEqualTo(other.product(row));
      assertThat(one.pastOrder(10, 10)).isEqualTo(other.pastOrder(10, 10));
    }
  }

  @Test
  void onlyShippedOrdersHaveAShippingTime() {
    // Given
    SampleData data = new SampleData(1);

    // When
    var orders = IntStream.range(0, 200).mapToObj(row -> data.pastOrder(5, 5)).toList();

    // Then
    assertThat(orders)
        .allSatisfy(
            order ->
                assertThat(order.shippedAt() != null)
                    .isEqualTo(order.status().matches("shipped|delivered")));
    assertThat(orders).extracting(Order::customerId).allMatch(id -> id >= 1 && id <= 5);
  }
}
