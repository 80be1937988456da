package dev.caravan.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.CaptureState.Phase;
import dev.caravan.capture.CaptureState.View;
import dev.caravan.signal.TableProgress;
import org.junit.jupiter.api.Test;

class CaptureStateTest {

  private final CaptureState state = new CaptureState();

  @Test
  void aFurtherLookIsNotTheEndOfNeedingSomebody() {
    // Given
    state.needsSomebody("the slot is gone");
    View before = state.view();

    // When
    state.enter(Phase.STARTING);
    state.needsSomebody("the slot is gone");

    // Then
    assertThat(state.view()).isEqualTo(before);
    assertThat(before.phase()).isEqualTo(Phase.FAILED);
    assertThat(before.restarts()).isZero();
  }

  @Test
  void isOverOnceItReads() {
    // Given
    state.needsSomebody("the slot is gone");

    // When
    state.enter(Phase.STARTING);
    state.enter(Phase.SNAPSHOT);

    // Then
    assertThat(state.view().phase()).isEqualTo(Phase.SNAPSHOT);
    assertThat(state.view().lastError()).isNull();
  }

  @Test
  void countsAsStartedForTheRemedyIsAskedOfTheRunningProcess() {
    // When
    state.needsSomebody("the slot is gone");

    // Then
    assertThat(state.hasBegun()).isTrue();
    assertThat(state.isSnapshotOver()).isTrue();
  }

  @Test
  void tellsNothingOfTablesThatTheOtherOneReads() {
    // Given
    state.tells(
        new TableProgress(
            "inventory", "orders", TableProgress.State.READING, null, null, 1, 2, "", "", null));

    // When
    state.standingBy("another capture");

    // Then
    assertThat(state.tables()).isEmpty();
    assertThat(state.view().phase()).isEqualTo(Phase.STANDBY);
    assertThat(state.view().lastError()).isEqualTo("another capture");
    assertThat(state.hasBegun()).isTrue();
  }
}
