package dev.caravan.operate.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeapPressureTest {

  private final HeapPressure pressure = new HeapPressure();

  private boolean note(double left, long collections, long seconds) {
    return pressure.note(left, collections, TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void aHeapThatStaysFullForAMinuteIsExhausted() {
    assertThat(note(0.99, 1, 0)).isFalse();
    assertThat(note(0.99, 2, 59)).isFalse();
    assertThat(note(0.99, 3, 60)).isTrue();
  }

  @Test
  void aCollectionThatFreesEndsIt() {
    note(0.99, 1, 0);
    note(0.97, 2, 30);

    assertThat(note(0.99, 3, 70)).isFalse();
  }

  @Test
  void whatALongPastCollectionLeftIsNoNews() {
    note(0.99, 1, 0);
    note(0.99, 1, 30);

    assertThat(note(0.99, 2, 70)).isFalse();
  }
}
