package dev.caravan.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivityTest {

  @Test
  void sharesCoverEverything() {
    assertThat(Activity.at(0)).isEqualTo(Activity.PLACE_ORDER);
    assertThat(Activity.at(0.4499)).isEqualTo(Activity.PLACE_ORDER);
    assertThat(Activity.at(0.4501)).isEqualTo(Activity.ADVANCE_ORDER);
    assertThat(Activity.at(0.97)).isEqualTo(Activity.ABANDON_ORDER);
    assertThat(Activity.at(0.999999)).isEqualTo(Activity.ABANDON_ORDER);
  }
}
