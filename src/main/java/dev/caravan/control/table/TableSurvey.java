package dev.caravan.control.table;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaAdmin;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.RouteDelivery;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.operate.TableRoutes;
import dev.caravan.operate.TableRoutes.TableRoute;
import dev.caravan.security.ConfiguredSecrets;
import dev.caravan.signal.SignalBoard;
import dev.caravan.signal.Signals;
import dev.caravan.signal.TableProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks how the tables stand. Positions, lags and who delivers come from Kafka, so they are right
 * whichever process is asked; why a route waits is known by the processes that run it.
 */
@ApplicationScoped
public class TableSurvey {

  private final KafkaConfig kafka;
  private final DeliverConfig deliver;
  private final Topics topics;
  private final SignalBoard board;
  private final TableRoutes routes;
  private final DeliverState state;
  private final KnownTables known;
  private final ProgressReader progress;
  private final TargetFigures targets;

  public TableSurvey(
      CaravanConfig caravan,
      KafkaConfig kafka,
      DeliverConfig deliver,
      SignalBoard board,
      TableRoutes routes,
      DeliverState state,
      KnownTables known,
      ProgressReader progress,
      TargetFigures targets) {
    this.kafka = kafka;
    this.deliver = deliver;
    this.topics = new Topics(caravan.topicPrefix());
    this.board = board;
    this.routes = routes;
    this.state = state;
    this.known = known;
    this.progress = progress;
    this.targets = targets;
  }

  /**
   * Every table, by name.
   *
   * @param exact whether the rows in ClickHouse are counted
   * @throws KafkaException when Kafka does not tell
   */
  public TableList all(boolean exact) {
    return survey(any -> true, exact);
  }

  /**
   * One table.
   *
   * @throws NoSuchTableException when it is not known
   * @throws KafkaException when Kafka does not tell
   */
  public TableList one(TableName table, boolean exact) {
    known.require(table);
    return survey(table::equals, exact);
  }

  private TableList survey(Predicate<TableName> wanted, boolean exact) {
    List<String> problems = new ArrayList<>();
    Signals signals = board.now();
    List<TableRoute> local = routes.all();
    KafkaFigures figures = figures(local);
    Map<TableName, TableProgress> told = progress.now();
    NavigableSet<TableName> names = known.named(signals);
    names.addAll(figures.partitions().keySet());
    names.addAll(told.keySet());
    names.removeIf(wanted.negate());
    List<TableRoute> shown =
        local.stream().filter(each -> each.tables().stream().anyMatch(names::contains)).toList();
    Map<TargetName, TargetView> held = held(shown, exact, problems);
    TableAssembly assembly =
        new TableAssembly(
            topics, deliver.groupPrefix(), signals, figures, told, local, here(), held);
    Map<TopicPartition, Long> taken =
        OldestWaiting.read(kafka, assembly.waiting(names), figures.ends());
    long now = System.currentTimeMillis();
    return new TableList(
        names.stream().map(table -> assembly.view(table, taken, now)).toList(), problems);
  }

  private KafkaFigures figures(List<TableRoute> local) {
    try (KafkaAdmin admin = new KafkaAdmin(kafka, KnownTables.PATIENCE)) {
      return KafkaFigures.read(
          admin, topics, deliver.groupPrefix(), local.stream().map(TableRoute::group).toList());
    }
  }

  private Map<String, RouteDelivery> here() {
    return state.snapshot().stream().collect(Collectors.toMap(RouteDelivery::route, each -> each));
  }

  private Map<TargetName, TargetView> held(
      List<TableRoute> shown, boolean exact, List<String> problems) {
    try {
      return targets.of(
          shown.stream().flatMap(each -> each.targets().stream()).distinct().toList(),
          exact,
          problems);
    } catch (DeliveryException e) {
      problems.add(ConfiguredSecrets.hide(e.getMessage()));
      return Map.of();
    }
  }
}
