package dev.caravan.capture.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
      for (int i = 0; i < stored; i++) {
        position = position.after(commitBefore(i), STREAM[i][0], STREAM[i][1]);
      }

      // When the stream starts again at the end of the last complete transaction
      ResumeFilter filter = new ResumeFilter(position);
      List<Integer> passed = new ArrayList<>();
      for (int i = position.commitLsn() == 50 ? 0 : 6; i < STREAM.length; i++) {
        if (filter.isNew(STREAM[i][0], STREAM[i][1])) {
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

  private static long commitBefore(int event) {
    return event < 6 ? 50 : 130;
  }

  @Test
  void passesAnotherTransactionThatComesBeforeTheStoredOne() {
    // Given
    ResumeFilter filter = new ResumeFilter(new StreamPosition(50, 7L, 110, 2));

    // When a table was added to the capture, so that an older transaction has events now
    boolean other = filter.isNew(6, 95);

    // Then
    assertThat(other).isTrue();
    assertThat(filter.isNew(7, 100)).isFalse();
    assertThat(filter.isNew(7, 110)).isFalse();
    assertThat(filter.isNew(7, 110)).isFalse();
    assertThat(filter.isNew(7, 110)).isTrue();
  }
}
