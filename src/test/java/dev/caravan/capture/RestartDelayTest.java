package dev.caravan.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {

  private final RestartDelay delay =
      new RestartDelay(
          new SmallRyeConfigBuilder()
              .addDiscoveredConverters()
              .withMapping(CaptureConfig.class)
              .withDefaultValue("caravan.capture.restart.initial-delay", "1s")
              .withDefaultValue("caravan.capture.restart.max-delay", "5s")
              .build()
              .getConfigMapping(CaptureConfig.class)
              .restart());

  @Test
  void growsWhileFailuresFollowEachOther() {
    assertThat(failed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(failed()).isEqualTo(Duration.ofSeconds(2));
    assertThat(failed()).isEqualTo(Duration.ofSeconds(4));
    assertThat(failed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(failed()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void beginsAnewOnceItWrote() {
    // Given
    failed();
    failed();

    // When, Then
    assertThat(delay.after(true, false)).isEqualTo(Duration.ofSeconds(1));
    assertThat(failed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void beginsAnewOnceItStoodBy() {
    // Given
    failed();
    failed();

    // When, Then its own turn is not late for what was before
    assertThat(delay.after(false, true)).isEqualTo(Duration.ofSeconds(1));
    assertThat(failed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void isLongWhileSomebodyIsNeeded() {
    // When
    delay.awaitSomebody();

    // Then
    assertThat(failed()).isEqualTo(Duration.ofSeconds(5));
  }

  private Duration failed() {
    return delay.after(false, false);
  }
}
