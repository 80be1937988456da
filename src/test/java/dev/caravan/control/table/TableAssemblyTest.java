package dev.caravan.control.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.operate.TableRoutes.TableRoute;
import dev.caravan.signal.Signals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TableAssemblyTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TargetName TARGET = new TargetName("default", "orders_final");
  private static final TopicPartition FIRST = new TopicPartition("p.inventory.orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("p.inventory.orders", 1);
  private static final TableRoute ROUTE =
      new TableRoute("orders", "caravan-orders", Set.of(ORDERS), List.of(TARGET), true);

  @Test
  void countsWhatIsBetweenTheCommitsAndTheEnds() {
    // Given a partition of which nothing was ever delivered, and one with something left
    TableAssembly assembly =
        assembly(List.of(ROUTE), new GroupFigures(List.of("a"), Map.of(SECOND, 7L)));

    // When
    TableView view = assembly.view(ORDERS, Map.of(FIRST, 4_000L, SECOND, 1_500L), 5_000);

    // Then
    assertThat(view.lag()).isEqualTo(8 + 3);
    assertThat(view.delaySeconds()).isEqualTo(3.5);
    assertThat(view.state()).isEqualTo("running");
    assertThat(view.routes().get(0).targets().get(0).versions()).isEqualTo(5);
    assertThat(assembly.waiting(List.of(ORDERS))).isEqualTo(Map.of(FIRST, 2L, SECOND, 7L));
  }

  @Test
  void isNotLateWhenNothingIsLeftAndOfUnknownDelayWhenKafkaDoesNotTell() {
    TableAssembly done =
        assembly(List.of(ROUTE), new GroupFigures(List.of("a"), Map.of(FIRST, 10L, SECOND, 10L)));
    assertThat(done.view(ORDERS, Map.of(), 5_000).delaySeconds()).isZero();
    TableAssembly behind =
        assembly(List.of(ROUTE), new GroupFigures(List.of("a"), Map.of(FIRST, 10L, SECOND, 9L)));
    assertThat(behind.view(ORDERS, Map.of(), 5_000).delaySeconds()).isNull();
  }

  @Test
  void knowsRoutesOfOtherProcessesByTheirGroups() {
    // Given
    GroupFigures alive = new GroupFigures(List.of("a", "b"), Map.of(FIRST, 10L, SECOND, 10L));
    GroupFigures left = new GroupFigures(List.of(), Map.of(FIRST, 10L, SECOND, 10L));

    // Then
    assertThat(assembly(List.of(), alive).view(ORDERS, Map.of(), 0).routes())
        .singleElement()
        .extracting("route", "state", "members")
        .containsExactly("orders", "running", 2);
    assertThat(assembly(List.of(), left).view(ORDERS, Map.of(), 0).state())
        .isEqualTo("not running");
    // A group nobody is in is that of a route that was removed, where routes are known
    TableRoute other = new TableRoute("other", "caravan-other", Set.of(), List.of(), true);
    assertThat(assembly(List.of(other), left).view(ORDERS, Map.of(), 0).state())
        .isEqualTo("not routed");
  }

  private static TableAssembly assembly(List<TableRoute> local, GroupFigures group) {
    KafkaFigures figures =
        new KafkaFigures(
            new TreeMap<>(Map.of(ORDERS, List.of(FIRST, SECOND))),
            Map.of(FIRST, 2L, SECOND, 2L),
            Map.of(FIRST, 10L, SECOND, 10L),
            Map.of("caravan-orders", group));
    return new TableAssembly(
        new Topics("p"),
        "caravan",
        Signals.NONE,
        figures,
        Map.of(),
        local,
        Map.of(),
        Map.of(TARGET, new TargetView(TARGET.toString(), 5L, null)));
  }
}
