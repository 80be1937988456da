package dev.caravan.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignalsTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName PRODUCTS = new TableName("inventory", "products");

  @Test
  void readsWhatItHasWritten() {
    Stream.of(
            Signal.Capture.of(ORDERS, "orders"),
            Signal.Snapshot.of(ORDERS, "7", null, true),
            Signal.PauseTable.of(ORDERS, false),
            Signal.PauseCapture.of(true))
        .forEach(signal -> assertThat(Signal.read(signal.toBytes())).isEqualTo(signal));
  }

  @Test
  void answersWhatIsAskedOfWhichTable() {
    // Given
    Signals signals =
        signals(
            Signal.Capture.of(ORDERS, "orders"),
            Signal.PauseTable.of(ORDERS, false),
            Signal.PauseTable.of(PRODUCTS, true),
            Signal.Snapshot.of(PRODUCTS, "7", null, false));

    // Then
    assertThat(signals.wanted()).containsExactly(ORDERS);
    assertThat(signals.paused()).containsExactly(PRODUCTS);
    assertThat(signals.isPaused(ORDERS)).isFalse();
    assertThat(signals.snapshots()).containsOnlyKeys(PRODUCTS);
    assertThat(signals.isCapturePaused()).isFalse();
    assertThat(Signals.NONE.paused()).isEmpty();
  }

  private static Signals signals(Signal... signals) {
    return new Signals(Stream.of(signals).collect(Collectors.toMap(Signal::key, each -> each)));
  }
}
