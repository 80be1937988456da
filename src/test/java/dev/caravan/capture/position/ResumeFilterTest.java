package dev.caravan.capture.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeFilterTest {

  /** Two transactions, the first with two groups of rows that share a position. */
  private static final long[][] STREAM = {
    {7, 100}, {7, 110}, {7, 110}, {7, 110}, {7, 120}, {7, 120}, {8, 90}, {8, 115},
  };

  @Test
  void goesOnBehindEveryEventWithoutLossOrRepetition() {
    for (int stored = 0; stored <= STREAM.length; stored++) {
      // Given a position behind the first events of the stream
      StreamPosition position = StreamPosition.at(50);
      if (stored > 0) {
        long[] last = STREAM[stored - 1];
        position =
            new StreamPosition(commitBefore(stored - 1), last[0], last[1], ordinal(stored - 1));
      }

      // When the stream starts again at the end of the last complete transaction
      ResumeFilter filter = new ResumeFilter(position);
      List<Integer> passed = new ArrayList<>();
      for (int i = position.commitLsn() == 50 ? 0 : 6; i < STREAM.length; i++) {
        if (filter.isNew(STREAM[i][0], STREAM[i][1], ordinal(i))) {
          passed.add(i);
        }
      }

      // Then exactly the events that were not stored pass
      List<Integer> missing = new ArrayList<>();
      for (int i = stored; i < STREAM.length; i++) {
        missing.add(i);
      }
      assertThat(passed).as("stored %d", stored).isEqualTo(missing);
    }
  }

  private static int ordinal(int event) {
    int ordinal = 1;
    for (int i = event - 1; i >= 0 && Arrays.equals(STREAM[i], STREAM[event]); i--) {
      ordinal++;
    }
    return ordinal;
  }

  private static long commitBefore(int event) {
    return event < 6 ? 50 : 130;
  }

  @Test
  void passesAnotherTransactionThatComesBeforeTheStoredOne() {
    // Given
    ResumeFilter filter = new ResumeFilter(new StreamPosition(50, 7L, 110, 2));

    // When a table was added to the capture, so that an older transaction has events now
    boolean other = filter.isNew(6, 95, 1);

    // Then
    assertThat(other).isTrue();
    assertThat(filter.isNew(7, 100, 1)).isFalse();
    assertThat(filter.isNew(7, 110, 1)).isFalse();
    assertThat(filter.isNew(7, 110, 2)).isFalse();
    assertThat(filter.isNew(7, 110, 3)).isTrue();
  }
}
