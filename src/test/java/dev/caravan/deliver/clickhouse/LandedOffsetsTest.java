package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.Truncation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LandedOffsetsTest {

  private final LandedOffsets landed = new LandedOffsets();
  private final List<ConsumerRecord<byte[], byte[]>> batch =
      List.of(event(0, 5), event(0, 7), event(1, 3), event(0, 8));

  @Test
  void asksForPartitionsItDoesNotKnow() {
    // Given
    landed.note(1, 1, 2);

    // When
    // Then
    assertThat(landed.unknown(1, batch)).isEqualTo(Map.of(0, 5L));
    assertThat(landed.unknown(2, batch)).isEqualTo(Map.of(0, 5L, 1, 3L));
  }

  @Test
  void leavesOutWhatHasLanded() {
    // Given
    landed.note(1, 0, 7);
    landed.note(1, 1, -1);

    // When
    // Then
    assertThat(landed.missing(batch)).extracting(ConsumerRecord::offset).containsExactly(3L, 8L);
  }

  @Test
  void knowsTheHighestOffsetOfALandedBatch() {
    // When
    landed.note(1, batch);

    // Then
    assertThat(landed.unknown(1, batch)).isEmpty();
    assertThat(landed.missing(batch)).isEmpty();
    assertThat(landed.missing(List.of(event(0, 9)))).hasSize(1);
  }

  @Test
  void knowsOfAPartitionedTableWhichOffsetsItHas() {
    // Given the table has what came before 5, 7, and something behind the batch
    landed.note(1, 0, 8, 20, Set.of(7L));
    landed.note(1, 1, 2);

    // When
    // Then
    assertThat(landed.unknown(1, batch)).isEmpty();
    assertThat(landed.missing(batch))
        .extracting(ConsumerRecord::offset)
        .containsExactly(5L, 3L, 8L);

    // When the batch has landed
    landed.note(1, batch);

    // Then of what follows it must be asked again, until the table has nothing more
    assertThat(landed.missing(batch)).isEmpty();
    assertThat(landed.unknown(1, List.of(event(0, 9), event(1, 4)))).isEqualTo(Map.of(0, 9L));
    landed.note(1, 0, 20, 20, Set.of(9L, 20L));
    assertThat(landed.missing(List.of(event(0, 9), event(0, 10), event(0, 20), event(0, 21))))
        .extracting(ConsumerRecord::offset)
        .containsExactly(10L, 21L);
    assertThat(landed.unknown(1, List.of(event(0, 21)))).isEmpty();
  }

  @Test
  void knowsWhatIsPassedThoughNoRowShowsIt() {
    // Given
    landed.note(1, 0, 7);
    landed.note(1, 1, -1);

    // When
    landed.passed(1, 0, 6);
    landed.passed(1, 1, 3);

    // Then
    assertThat(landed.missing(batch)).extracting(ConsumerRecord::offset).containsExactly(8L);
    assertThat(landed.unknown(1, batch)).isEmpty();
  }

  @Test
  void emptiesUpToTheLastTruncateOfEachPartition() {
    // Given
    List<Truncation> truncations =
        List.of(new Truncation(1, 4, 300), new Truncation(0, 9, 200), new Truncation(1, 5, 310));

    // When
    // Then
    assertThat(PartitionEmptying.condition(truncations))
        .isEqualTo(
            "(_partition = 0 AND _offset < 9 AND _version < 200)"
                + " OR (_partition = 1 AND _offset < 5 AND _version < 310)");
  }

  @Test
  void emptiesUpToAnEarlierTruncateTooWhereItReachesHigher() {
    // Given a source that was restored from an older state between the two
    List<Truncation> truncations = List.of(new Truncation(0, 4, 900), new Truncation(0, 9, 200));

    // When
    // Then
    assertThat(PartitionEmptying.condition(truncations))
        .isEqualTo(
            "(_partition = 0 AND _offset < 9 AND _version < 200)"
                + " OR (_partition = 0 AND _offset < 4 AND _version < 900)");
  }

  @Test
  void namesABatchByItsOffsets() {
    assertThat(InsertToken.of("p.s.t", batch)).isEqualTo("p.s.t/0:5-8/1:3-3");
  }

  private static ConsumerRecord<byte[], byte[]> event(int partition, long offset) {
    return new ConsumerRecord<>("p.s.t", partition, offset, null, null);
  }
}
