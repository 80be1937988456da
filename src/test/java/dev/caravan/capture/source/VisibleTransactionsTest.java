package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTransactionsTest {

  @Test
  void seesWhatIsOver() {
    // Given
    VisibleTransactions visible = VisibleTransactions.read("745:750:745,748");

    // Then
    assertThat(visible.see(744)).isTrue();
    assertThat(visible.see(745)).isFalse();
    assertThat(visible.see(746)).isTrue();
    assertThat(visible.see(748)).isFalse();
    assertThat(visible.see(749)).isTrue();
    assertThat(visible.see(750)).isFalse();
    assertThat(visible.see(751)).isFalse();
  }

  @Test
  void seesEverythingBeforeASnapshotWithNothingUnderWay() {
    assertThat(VisibleTransactions.read("750:750:").see(749)).isTrue();
    assertThat(VisibleTransactions.read("750:750:").see(750)).isFalse();
  }

  @Test
  void widensNumbersAcrossTheEndOf32Bits() {
    // Given two transactions after the numbers began anew for the third time
    long epochs = 3L << 32;
    VisibleTransactions visible =
        VisibleTransactions.read("%d:%d:%d".formatted(epochs + 3, epochs + 5, epochs + 3));

    // Then
    assertThat(visible.see(0xFFFF_FFFFL)).isTrue();
    assertThat(visible.see(0x8000_0010L)).isTrue();
    assertThat(visible.see(3)).isFalse();
    assertThat(visible.see(4)).isTrue();
    assertThat(visible.see(5)).isFalse();
  }

  @Test
  void widensNumbersThatAreAheadOfTheSnapshot() {
    // Given a snapshot right before the end of 32 bits
    VisibleTransactions visible = VisibleTransactions.read("4294967294:4294967294:");

    // Then
    assertThat(visible.see(0xFFFF_FFFDL)).isTrue();
    assertThat(visible.see(0xFFFF_FFFFL)).isFalse();
    assertThat(visible.see(3)).isFalse();
  }
}
