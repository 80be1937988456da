package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.DeliverMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionLagsTest {

  private static final TopicPartition FIRST = new TopicPartition("server.inventory.orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("server.inventory.orders", 1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PartitionLags lags =
      new PartitionLags(
          new DeliverMeters(registry), "orders", topic -> topic.replace("server.", ""));

  private Double shown(int partition) {
    Gauge gauge =
        registry
            .find("caravan.deliver.partition.lag")
            .tags("table", "inventory.orders", "route", "orders")
            .tag("partition", String.valueOf(partition))
            .gauge();
    return gauge == null ? null : gauge.value();
  }

  @Test
  void showsWhatIsLeftOfEachPartition() {
    // Given
    lags.tell("loop", Map.of(FIRST, 7L, SECOND, 0L));

    // When
    lags.tell("loop", Map.of(FIRST, 5L, SECOND, 2L));

    // Then
    assertThat(shown(0)).isEqualTo(5);
    assertThat(shown(1)).isEqualTo(2);
  }

  @Test
  void leavesPartitionsThatWentToAnotherProcess() {
    // Given
    lags.tell("loop", Map.of(FIRST, 7L, SECOND, 3L));

    // When
    lags.tell("loop", Map.of(SECOND, 3L));

    // Then
    assertThat(shown(0)).isNull();
    assertThat(shown(1)).isEqualTo(3);
  }

  @Test
  void keepsAPartitionThatAnotherLoopHasTakenMeanwhile() {
    // Given
    lags.tell("one", Map.of(FIRST, 7L));
    lags.tell("other", Map.of(FIRST, 4L));

    // When
    lags.tell("one", Map.of());

    // Then
    assertThat(shown(0)).isEqualTo(4);
    lags.tell("other", Map.of());
    assertThat(shown(0)).isNull();
  }
}
