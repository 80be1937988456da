package dev.caravan.control.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.RouteDelivery;
import dev.caravan.signal.TableProgress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateWordTest {

  @Test
  void aRouteIsAsThisProcessKnowsElseAsItsGroupTells() {
    assertThat(StateWord.ofRoute(true, delivery(RouteDelivery.Status.STOPPED), 1, true))
        .isEqualTo("paused");
    assertThat(StateWord.ofRoute(false, delivery(RouteDelivery.Status.STOPPED), 1, true))
        .isEqualTo("stopped");
    assertThat(StateWord.ofRoute(false, delivery(RouteDelivery.Status.WAITING), 1, true))
        .isEqualTo("waiting");
    assertThat(StateWord.ofRoute(false, delivery(RouteDelivery.Status.RUNNING), 0, true))
        .isEqualTo("running");
    assertThat(StateWord.ofRoute(false, delivery(RouteDelivery.Status.RUNNING), 1, false))
        .isEqualTo("waiting for the table");
    assertThat(StateWord.ofRoute(false, null, 2, true)).isEqualTo("running");
    assertThat(StateWord.ofRoute(false, null, 0, true)).isEqualTo("not running");
  }

  @Test
  void aTableIsAsTheWorstOfItsRoutes() {
    assertThat(StateWord.ofTable(false, List.of(), null)).isEqualTo("not routed");
    assertThat(StateWord.ofTable(true, List.of(), null)).isEqualTo("paused");
    assertThat(StateWord.ofTable(false, List.of("running", "waiting"), null)).isEqualTo("waiting");
    assertThat(StateWord.ofTable(false, List.of("waiting", "stopped"), null)).isEqualTo("stopped");
    assertThat(StateWord.ofTable(false, List.of("running", "not running"), null))
        .isEqualTo("not running");
  }

  @Test
  void aTableThatRunsMayBeReadToo() {
    assertThat(StateWord.ofTable(false, List.of("running"), told(TableProgress.State.READING)))
        .isEqualTo("reading");
    assertThat(StateWord.ofTable(false, List.of("running"), told(TableProgress.State.JOINING)))
        .isEqualTo("reading");
    assertThat(StateWord.ofTable(false, List.of("running"), told(TableProgress.State.WAITING)))
        .isEqualTo("waiting for the table");
    assertThat(StateWord.ofTable(false, List.of("running"), told(TableProgress.State.COMPLETE)))
        .isEqualTo("running");
    assertThat(StateWord.ofTable(false, List.of("stopped"), told(TableProgress.State.READING)))
        .isEqualTo("stopped");
  }

  private static RouteDelivery delivery(RouteDelivery.Status status) {
    return new RouteDelivery("orders", "topic", status, Instant.EPOCH, null, null, null);
  }

  private static TableProgress told(TableProgress.State state) {
    return new TableProgress("inventory", "orders", state, null, null, 0, -1, null, null, null);
  }
}
