package dev.caravan.deliver.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LetterStatesTest {

  private static final int LETTERS = 100_000;

  @Test
  void holdsTheLastStateOfEachOfManyLetters() {
    // Given
    Random random = new Random(7);
    LetterStates states = new LetterStates();
    Map<LetterId, LetterState> expected = new HashMap<>();

    // When
    for (int i = 0; i < LETTERS; i++) {
      LetterId letter = new LetterId(random.nextInt(300), random.nextInt(LETTERS) * 1_000L);
      LetterState state = random.nextBoolean() ? LetterState.REPLAYED : LetterState.DISCARDED;
      states.put(letter, letter.offset() + 5, state);
      expected.put(letter, state);
    }

    // Then
    expected.forEach(
        (letter, state) -> assertThat(states.of(letter, letter.offset() + 5)).isEqualTo(state));
    for (int i = 0; i < LETTERS; i++) {
      LetterId other = new LetterId(random.nextInt(300), random.nextInt(LETTERS) * 1_000L + 1);
      assertThat(states.of(other, other.offset() + 5)).isEqualTo(LetterState.WAITING);
    }
  }

  @Test
  void aMarkOfAnEventThatStoodThereBeforeTheTopicWasMadeAnewSaysNothing() {
    // Given
    LetterId letter = new LetterId(0, 17);
    LetterStates states = new LetterStates();
    states.put(letter, 1_795_443_642_606L, LetterState.REPLAYED);
    states.put(new LetterId(0, 18), -1, LetterState.DISCARDED);

    // Then
    assertThat(states.of(letter, 1_795_443_642_606L)).isEqualTo(LetterState.REPLAYED);
    assertThat(states.of(letter, 1_795_443_999_999L)).isEqualTo(LetterState.WAITING);
    assertThat(states.of(new LetterId(0, 18), -1)).isEqualTo(LetterState.DISCARDED);
  }
}
