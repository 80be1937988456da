package dev.caravan.operate.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DependencyTest {

  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  private static Instant after(long seconds) {
    return START.plusSeconds(seconds);
  }

  @Test
  void keepsSinceWhileTheStateStaysAndTheLastError() {
    // When
    Dependency away =
        Dependency.unknown(START).failed("refused", after(1)).failed("no answer", after(2));

    // Then
    assertThat(away).isEqualTo(new Dependency(Dependency.State.AWAY, after(1), "no answer"));
  }

  @Test
  void hasBeenUpSinceItLastCameBack() {
    // When
    Dependency up =
        Dependency.unknown(START)
            .answered(after(1))
            .failed("no answer", after(2))
            .answered(after(3))
            .answered(after(60));

    // Then
    assertThat(up).isEqualTo(new Dependency(Dependency.State.UP, after(3), null));
    assertThat(up.isUpFor(Duration.ofSeconds(60), after(62))).isFalse();
    assertThat(up.isUpFor(Duration.ofSeconds(60), after(63))).isTrue();
  }

  @Test
  void isNotUpBeforeSomebodyHasLooked() {
    assertThat(Dependency.unknown(START).isUp()).isFalse();
  }
}
