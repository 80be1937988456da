package dev.caravan.deliver.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PoisonLimitsTest {

  private final AtomicLong clock = new AtomicLong();

  @Test
  void endsARowOfRefusalsUntilSomethingLands() {
    // Given
    PoisonLimits limits = new PoisonLimits(3, 100, clock::get);
    assertThat(take(limits, 2)).isEqualTo(2);

    // When
    int inTheNextBatch = take(limits, 2);

    // Then
    assertThat(inTheNextBatch).isEqualTo(1);
    assertThat(take(limits, 1)).isZero();
    limits.landed();
    assertThat(take(limits, 5)).isEqualTo(3);
  }

  @Test
  void onlyARowThatHasLandedBeginsANewRow() {
    // Given
    PoisonLimits limits = new PoisonLimits(1, 100, clock::get);
    PoisonLimits.Allowance allowance = limits.allowance();

    // When
    assertThat(allowance.takes()).isTrue();
    assertThat(allowance.takes()).isFalse();
    limits.written(allowance);

    // Then
    assertThat(take(limits, 1)).isZero();
    limits.landed();
    assertThat(take(limits, 1)).isEqualTo(1);
  }

  @Test
  void addsUpWhatSeveralTakeAtATime() {
    // Given
    PoisonLimits limits = new PoisonLimits(3, 100, clock::get);
    PoisonLimits.Allowance one = limits.allowance();
    PoisonLimits.Allowance other = limits.allowance();
    assertThat(one.takes() && one.takes() && other.takes()).isTrue();

    // When
    limits.written(one);
    limits.written(other);

    // Then
    assertThat(take(limits, 1)).isZero();
  }

  @Test
  void allowsSoManyAMinute() {
    // Given
    PoisonLimits limits = new PoisonLimits(1000, 10, clock::get);
    assertThat(take(limits, 6)).isEqualTo(6);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(take(limits, 6)).isEqualTo(4);

    // When
    clock.addAndGet(TimeUnit.SECONDS.toNanos(30));

    // Then
    assertThat(take(limits, 100)).isEqualTo(6);
  }

  @Test
  void zeroAllowsNothing() {
    assertThat(take(new PoisonLimits(0, 100, clock::get), 1)).isZero();
    assertThat(take(new PoisonLimits(100, 0, clock::get), 1)).isZero();
  }

  private static int take(PoisonLimits limits, int rows) {
    PoisonLimits.Allowance allowance = limits.allowance();
    int taken = 0;
    for (int i = 0; i < rows && allowance.takes(); i++) {
      taken++;
    }
    limits.written(allowance);
    return taken;
  }
}
