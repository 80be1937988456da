package dev.caravan.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.operate.watch.Dependency.State;
import org.junit.jupiter.api.Test;

class DependencyMetersTest {

  @Test
  void tellsAServerThatIsAwayFromOneNobodyHasLookedAt() {
    assertThat(DependencyMeters.up(State.UP)).isEqualTo(1);
    assertThat(DependencyMeters.up(State.AWAY)).isZero();
    assertThat(DependencyMeters.up(State.UNKNOWN)).isNaN();
  }
}
