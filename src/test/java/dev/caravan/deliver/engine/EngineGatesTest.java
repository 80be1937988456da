package dev.caravan.deliver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.LastTruncates;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EngineGatesTest {

  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  @Test
  void keepsOutWhatATruncateTookAway() {
    // Given a partition whose later TRUNCATE has the lower position
    LastTruncates truncates = LastTruncates.NONE.with(900, 5).with(100, 8);

    // When
    Map<Integer, Long> gates =
        EngineGates.of(
            new ChangeBatch(1, Set.of(P0, P1), List.of(), Map.of(P1, truncates), () -> false));

    // Then
    assertThat(gates).isEqualTo(Map.of(0, -1L, 1, 8L));
  }
}
