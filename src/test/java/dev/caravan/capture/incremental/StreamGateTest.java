package dev.caravan.capture.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.VisibleTransactions;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamGateTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName INVOICES = new TableName("sales", "invoices");

  private final Topics topics = new Topics("p");
  private final CaptureScope scope = new CaptureScope(List.of("inventory.*"));
  private final StreamGate gate = new StreamGate(topics, scope);

  private boolean passes(TableName table, long transaction) {
    return gate.passes(topics.changes(table), transaction);
  }

  @Test
  void isOpenForTablesThatHaveJoined() {
    // When
    gate.open(ORDERS);

    // Then
    assertThat(passes(ORDERS, 1)).isTrue();
    assertThat(gate.takeNewcomer()).isFalse();
  }

  @Test
  void reportsATableThatIsToJoinAndLeavesItsEventsOut() {
    // When, Then
    assertThat(passes(ORDERS, 1)).isFalse();
    assertThat(gate.takeNewcomer()).isTrue();
    assertThat(gate.takeNewcomer()).isFalse();
    assertThat(passes(INVOICES, 1)).isFalse();
    assertThat(gate.takeNewcomer()).isFalse();

    // And one that a route asks for
    scope.want(Set.of(INVOICES));
    assertThat(passes(INVOICES, 1)).isFalse();
    assertThat(gate.takeNewcomer()).isTrue();
  }

  @Test
  void leavesOutATableWithoutRoomForItsTopic() {
    // Given
    TableName tooLong = new TableName("inventory", "\u00e4".repeat(63));

    // When, Then
    assertThat(passes(tooLong, 1)).isFalse();
    assertThat(gate.takeNewcomer()).isFalse();
  }

  @Test
  void holdsBackWhatASnapshotReadsUntilTheStreamIsBehindIt() {
    // Given
    Fence fence = new Fence(true);
    fence.stand(VisibleTransactions.read("10:10:"), 500);
    gate.open(ORDERS);
    gate.fence(ORDERS, fence);

    // When, Then
    assertThat(passes(ORDERS, 9)).isFalse();
    assertThat(passes(ORDERS, 10)).isTrue();
    gate.passed(500);
    assertThat(passes(ORDERS, 9)).isFalse();
    gate.passed(501);
    assertThat(passes(ORDERS, 9)).isTrue();
  }
}
