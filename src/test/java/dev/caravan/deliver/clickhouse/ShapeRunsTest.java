package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ShapeRunsTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  @Test
  void letsEachPartitionLandUpToTheFirstRefusedShape() {
    // Given
    Shape old = new Shape(ORDERS, List.of(), List.of());
    Shape refused = new Shape(ORDERS, List.of(), List.of(), true);
    List<ConsumerRecord<byte[], byte[]>> records =
        List.of(event(0, 0), event(0, 1), event(1, 0), event(0, 2));
    List<ShapeRuns.Run> runs =
        List.of(
            new ShapeRuns.Run(old, 1), new ShapeRuns.Run(refused, 2), new ShapeRuns.Run(old, 4));

    // When
    // Then
    assertThat(ShapeRuns.before(Set.of(refused), runs, records))
        .containsExactly(records.get(0), records.get(2));
  }

  private static ConsumerRecord<byte[], byte[]> event(int partition, long offset) {
    return new ConsumerRecord<>("t", partition, offset, null, null);
  }
}
