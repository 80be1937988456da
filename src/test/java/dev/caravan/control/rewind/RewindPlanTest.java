package dev.caravan.control.rewind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewindPlanTest {

  private static final RewindWish BY_TIME = new RewindWish(Instant.EPOCH, Map.of(), false);
  private static final RewindWish BY_OFFSET = new RewindWish(null, Map.of(0, 1L), false);
  private static final RewindWish SKIPPING = new RewindWish(null, Map.of(0, 1L), true);

  @Test
  void goesBackToWhereItIsAsked() {
    assertThat(plan(BY_OFFSET, place(0, 10, 100L, 120, 17L), place(1, 10, 100L, 120, null)))
        .containsExactly(new PartitionMove(0, 100, 17, 0, null));
  }

  @Test
  void goesNoFartherThanWhatKafkaHas() {
    assertThat(plan(BY_OFFSET, place(0, 10, 100L, 120, 3L)))
        .containsExactly(new PartitionMove(0, 100, 10, 0, "Kafka keeps nothing before offset 10"));
    assertThat(plan(BY_TIME, place(0, 10, 100L, 120, 10L)))
        .containsExactly(new PartitionMove(0, 100, 10, 0, "Kafka keeps nothing before offset 10"));
    assertThat(plan(BY_TIME, place(0, 0, 100L, 120, 0L)))
        .containsExactly(new PartitionMove(0, 100, 0, 0, null));
    assertThat(plan(BY_OFFSET, place(0, 10, 120L, 120, 500L)))
        .containsExactly(new PartitionMove(0, 120, 120, 0, "there is nothing behind offset 120"));
  }

  @Test
  void leavesNothingOutUnlessAsked() {
    PartitionPlace ahead = place(0, 10, 100L, 120, 110L);
    assertThatThrownBy(() -> plan(BY_OFFSET, ahead, place(1, 10, 100L, 120, 50L)))
        .isInstanceOf(RewindRefusedException.class)
        .hasMessageContaining("offset 100 of partition 0")
        .hasMessageContaining("\"skip\":true");
    assertThatThrownBy(() -> plan(BY_TIME, ahead)).isInstanceOf(RewindRefusedException.class);
    assertThat(plan(SKIPPING, ahead)).containsExactly(new PartitionMove(0, 100, 110, 0, null));
  }

  @Test
  void byTimeLeavesThoseThatAreBehindWhereTheyAre() {
    assertThat(plan(BY_TIME, place(0, 0, 100L, 120, 110L), place(1, 0, 100L, 120, 50L)))
        .containsExactly(
            new PartitionMove(0, 100, 100, 0, "it is not as far as that and stays"),
            new PartitionMove(1, 100, 50, 0, null));
  }

  @Test
  void maybeRepeated() {
    assertThat(plan(BY_OFFSET, place(0, 10, 17L, 120, 17L)))
        .containsExactly(new PartitionMove(0, 17, 17, 0, null));
  }

  @Test
  void whatWasNeverDeliveredIsAtTheBeginning() {
    assertThat(plan(BY_OFFSET, place(0, 10, null, 120, 10L)))
        .containsExactly(new PartitionMove(0, 10, 10, 0, null));
    assertThatThrownBy(() -> plan(BY_OFFSET, place(0, 10, null, 120, 11L)))
        .isInstanceOf(RewindRefusedException.class);
  }

  private static List<PartitionMove> plan(RewindWish wish, PartitionPlace... places) {
    return RewindPlan.of("orders", List.of(places), wish);
  }

  private static PartitionPlace place(
      int partition, long begin, Long committed, long end, Long wanted) {
    return new PartitionPlace(partition, begin, committed, end, wanted);
  }
}
