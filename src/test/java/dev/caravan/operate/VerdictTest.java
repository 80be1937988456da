package dev.caravan.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Pulse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Duration NO_TIME = Duration.ofNanos(-1);
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void aThreadThatBeatsIsAlive() {
    // Given
    Pulse pulse = new Pulse();

    // When
    pulse.begin();

    // Then
    assertThat(Verdict.of(pulse, false, LONG)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void aThreadThatStandsStillIsStuckUnlessItHasAReason() {
    // Given
    Pulse pulse = new Pulse();
    pulse.begin();

    // Then
    assertThat(Verdict.of(pulse, false, NO_TIME)).isEqualTo(Verdict.STUCK);
    assertThat(Verdict.of(pulse, true, NO_TIME)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void onlyAnEndNobodyWantedIsADeath() {
    // Given
    Pulse told = new Pulse();
    Pulse byItself = new Pulse();

    // When
    told.begin();
    told.end(true);
    byItself.begin();
    byItself.end(false);

    // Then
    assertThat(Verdict.of(told, false, LONG)).isEqualTo(Verdict.ALIVE);
    assertThat(Verdict.of(byItself, true, LONG)).isEqualTo(Verdict.DEAD);
  }

  @Test
  void whatHasNotBegunIsNotJudged() {
    assertThat(Verdict.of(new Pulse(), false, Duration.ZERO)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void memoryThatDidNotSufficeIsFoundAmongTheCauses() {
    // Given
    Pulse pulse = new Pulse();
    pulse.begin();

    // When
    pulse.failed(new IllegalStateException(new OutOfMemoryError("Java heap space")));

    // Then
    assertThat(Verdict.of(pulse, true, LONG)).isEqualTo(Verdict.OUT_OF_MEMORY);
  }
}
