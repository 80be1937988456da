package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.source.ReplicationSlot.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotPlaceTest {

  private static Optional<String> problem(long confirmed, boolean lost, long written, long place) {
    return SlotPlace.problem(
        "s", Optional.of(new State("pgoutput", "shop", null, confirmed, lost, written)), place);
  }

  @Test
  void aSlotAtThePlaceOrBehindItWillDo() {
    assertThat(problem(100, false, 300, 100)).isEmpty();
    assertThat(problem(50, false, 300, 300)).isEmpty();
  }

  @Test
  void positionsAreUnsigned() {
    assertThat(problem(Long.MAX_VALUE, false, Long.MIN_VALUE + 5, Long.MIN_VALUE)).isEmpty();
    assertThat(problem(Long.MIN_VALUE, false, -1, Long.MAX_VALUE)).isPresent();
  }

  @Test
  void everyProblemNamesTheRemedy() {
    assertThat(SlotPlace.problem("s", Optional.empty(), 100))
        .hasValueSatisfying(
            text -> assertThat(text).contains("'s' is gone", PlaceLostException.REMEDY));
    assertThat(problem(100, true, 300, 100))
        .hasValueSatisfying(
            text -> assertThat(text).contains("'s' is lost", PlaceLostException.REMEDY));
    assertThat(problem(100, false, 300, 301))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("0/12D", "0/12C", "older state", PlaceLostException.REMEDY));
    assertThat(problem(101, false, 300, 100))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("0/65", "0/64", "made it anew", PlaceLostException.REMEDY));
  }
}
