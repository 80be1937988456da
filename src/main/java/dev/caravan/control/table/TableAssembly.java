package dev.caravan.control.table;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.RouteDelivery;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.operate.TableRoutes.TableRoute;
import dev.caravan.signal.Signal;
import dev.caravan.signal.Signals;
import dev.caravan.signal.TableProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts together what is known of tables.
 *
 * @param groupPrefix what the names of deliver groups begin with
 * @param told what the capture has told last of each table
 * @param local the routes of this process
 * @param here how those of them that run are doing, by id
 * @param held what the target tables hold
 */
record TableAssembly(
    Topics topics,
    String groupPrefix,
    Signals signals,
    KafkaFigures figures,
    Map<TableName, TableProgress> told,
    List<TableRoute> local,
    Map<String, RouteDelivery> here,
    Map<TargetName, TargetView> held) {

  private static final double MILLIS = 1000;

  /** Where the first event lies that a route of the tables has not delivered, by partition. */
  Map<TopicPartition, Long> waiting(Collection<TableName> tables) {
    Map<TopicPartition, Long> waiting = new HashMap<>();
    tables.forEach(
        table ->
            routes(table)
                .forEach(
                    route ->
                        route.position().stream()
                            .filter(each -> each.lag() > 0)
                            .forEach(
                                each -> waiting.merge(in(table, each), from(each), Math::min))));
    return waiting;
  }

  /**
   * How a table stands.
   *
   * @param taken when Kafka took the events {@link #waiting} names
   * @param now the present, in milliseconds since 1970
   */
  TableView view(TableName table, Map<TopicPartition, Long> taken, long now) {
    List<RouteView> routes = routes(table);
    Signal.PauseTable pause = signals.pauses().get(table);
    TableProgress progress = told.get(table);
    return new TableView(
        table.toString(),
        StateWord.ofTable(pause != null, routes.stream().map(RouteView::state).toList(), progress),
        pause != null,
        pause == null ? null : pause.why(),
        figures.partitions().containsKey(table),
        routes.isEmpty() ? null : routes.stream().mapToLong(RouteView::lag).sum(),
        routes.isEmpty() ? null : delay(table, taken, now),
        routes.stream().map(RouteView::lastError).filter(Objects::nonNull).findFirst().orElse(null),
        routes,
        SnapshotView.of(signals.snapshot(table).orElse(null), progress));
  }

  /** Seconds; null when something waits, and of nothing it is known since when. */
  private Double delay(TableName table, Map<TopicPartition, Long> taken, long now) {
    Map<TopicPartition, Long> waiting = waiting(List.of(table));
    if (waiting.isEmpty()) {
      return 0.0;
    }
    return waiting.keySet().stream()
        .map(taken::get)
        .filter(Objects::nonNull)
        .min(Long::compare)
        .map(oldest -> Math.max(0, now - oldest) / MILLIS)
        .orElse(null);
  }

  /** Those of this process, and those of others that somebody delivers. */
  private List<RouteView> routes(TableName table) {
    NavigableMap<String, RouteView> routes = new TreeMap<>();
    for (TableRoute each : local) {
      if (each.tables().contains(table)) {
        List<TargetView> targets = new ArrayList<>();
        for (TargetName target : each.targets()) {
          targets.add(held.getOrDefault(target, new TargetView(target.toString(), null, null)));
        }
        routes.put(each.id(), route(table, each.id(), each.group(), targets));
      }
    }
    String topic = topics.changes(table);
    figures
        .groups()
        .forEach(
            (name, group) -> {
              boolean isOurs = local.stream().anyMatch(each -> each.group().equals(name));
              boolean isAlive = !group.members().isEmpty() || local.isEmpty();
              if (!isOurs && isAlive && group.reads(topic)) {
                String id = name.substring(Math.min(name.length(), groupPrefix.length() + 1));
                routes.put(id, route(table, id, name, List.of()));
              }
            });
    return List.copyOf(routes.values());
  }

  private RouteView route(TableName table, String id, String name, List<TargetView> targets) {
    GroupFigures group = figures.groups().getOrDefault(name, GroupFigures.NONE);
    Optional<RouteDelivery> delivery = Optional.ofNullable(here.get(id));
    int members = group.members().size();
    return new RouteView(
        id,
        StateWord.ofRoute(
            signals.isPaused(table),
            delivery.orElse(null),
            members,
            figures.partitions().containsKey(table)),
        delivery.map(each -> each.since().toString()).orElse(null),
        name,
        members,
        delivery.map(RouteDelivery::lastDelivered).map(Object::toString).orElse(null),
        delivery.map(RouteDelivery::lastError).orElse(null),
        targets,
        figures.position(table, group));
  }

  private TopicPartition in(TableName table, PartitionView each) {
    return new TopicPartition(topics.changes(table), each.partition());
  }

  private static long from(PartitionView each) {
    return each.committed() == null ? each.end() - each.lag() : each.committed();
  }
}
