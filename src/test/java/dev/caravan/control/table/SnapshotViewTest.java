package dev.caravan.control.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.signal.Signal;
import dev.caravan.signal.TableProgress;
import org.junit.jupiter.api.Test;

class SnapshotViewTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  @Test
  void isRequestedUntilTheCaptureTellsOfThatRequest() {
    // Given
    Signal.Snapshot asked = Signal.Snapshot.of(ORDERS, "2", "id > 5", false);

    // Then
    assertThat(SnapshotView.of(null, null)).isNull();
    assertThat(SnapshotView.of(asked, null).state()).isEqualTo("requested");
    assertThat(SnapshotView.of(asked, told("1", TableProgress.State.COMPLETE, 9, 9)))
        .extracting("id", "state", "filter")
        .containsExactly("2", "requested", "id > 5");
    assertThat(SnapshotView.of(asked, told("2", TableProgress.State.READING, 1, 9)))
        .extracting("id", "state", "rowsRead", "rowsExpected", "percent")
        .containsExactly("2", "reading", 1L, 9L, 11.1);
    assertThat(SnapshotView.of(Signal.Snapshot.of(ORDERS, "2", null, true), null).state())
        .isEqualTo("cancelled");
  }

  @Test
  void isBelowAHundredPercentUntilItIsComplete() {
    assertThat(SnapshotView.of(null, told(null, TableProgress.State.READING, 12, 9)).percent())
        .isEqualTo(99.0);
    assertThat(SnapshotView.of(null, told(null, TableProgress.State.READING, 12, -1)))
        .extracting("rowsExpected", "percent")
        .containsOnlyNulls();
    assertThat(SnapshotView.of(null, told(null, TableProgress.State.COMPLETE, 7, 9)).percent())
        .isEqualTo(100.0);
  }

  private static TableProgress told(
      String id, TableProgress.State state, long read, long expected) {
    return new TableProgress(
        "inventory", "orders", state, id, null, read, expected, "then", "now", null);
  }
}
