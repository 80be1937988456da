package dev.caravan.capture.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.source.VisibleTransactions;
import org.junit.jupiter.api.Test;

class FenceTest {

  private static final VisibleTransactions SEES_UP_TO_99_BUT_97 =
      VisibleTransactions.read("97:100:97");

  @Test
  void leavesOutWhatTheSnapshotSees() {
    // Given
    Fence fence = new Fence(true);

    // When
    fence.stand(SEES_UP_TO_99_BUT_97, 500);

    // Then
    assertThat(fence.passes(96)).isFalse();
    assertThat(fence.passes(97)).isTrue();
    assertThat(fence.passes(99)).isFalse();
    assertThat(fence.passes(100)).isTrue();
  }

  @Test
  void suitsOnlyASnapshotThatSeesAllThatCameBefore() {
    // Given
    Fence joining = new Fence(true);
    Fence again = new Fence(false);

    // When, Then
    assertThat(joining.passes(97)).isFalse();
    assertThat(again.passes(97)).isTrue();
    assertThat(joining.suits(SEES_UP_TO_99_BUT_97)).isFalse();
    assertThat(again.suits(SEES_UP_TO_99_BUT_97)).isFalse();
    assertThat(joining.suits(VisibleTransactions.read("98:100:98"))).isTrue();
  }

  @Test
  void isPassedOnlyBehindWhatWasWrittenByThen() {
    // Given
    Fence fence = new Fence(true);
    assertThat(fence.isPassed(Long.MAX_VALUE)).isFalse();

    // When
    fence.stand(SEES_UP_TO_99_BUT_97, 500);

    // Then
    assertThat(fence.isPassed(500)).isFalse();
    assertThat(fence.isPassed(501)).isTrue();
  }
}
