package dev.caravan.control.rewind;

import dev.caravan.KafkaConfig;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.clickhouse.ClickHouseServer;
import dev.caravan.deliver.clickhouse.RewoundRows;
import dev.caravan.deliver.kafka.MovedCommit;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.operate.TableRoutes.TableRoute;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Rewinds one route that nobody runs: holds its group's partitions, commits where it is to go on,
 * and then takes away the rows from there on. In this order, for a row that is gone while its event
 * counts as delivered would be lost.
 */
@ApplicationScoped
public class RouteRewind {

  /** Beside what the deletes may take. */
  private static final Duration SPARE = Duration.ofMinutes(2);

  private final KafkaConfig kafka;
  private final DeliverConfig deliver;
  private ClickHouseServer server;

  public RouteRewind(KafkaConfig kafka, DeliverConfig deliver) {
    this.kafka = kafka;
    this.deliver = deliver;
  }

  /**
   * Rewinds the route.
   *
   * @throws RewindRefusedException when nothing was done
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
   * @throws DeliveryException when rows may not be gone that are to come again
   */
  Rewound.Route rewind(TableRoute route, String topic, GroupPlaces places, RewindWish wish) {
    Duration longest =
        deliver.clickhouse().timeout().multipliedBy(4L * route.targets().size()).plus(SPARE);
    try (GroupHold hold = new GroupHold(kafka, route.group(), topic, longest)) {
      hold.take();
      List<PartitionMove> moves = RewindPlan.of(route.id(), places.of(route.group(), wish), wish);
      commit(hold, topic, moves);
      Map<Integer, Long> from =
          moves.stream().collect(Collectors.toMap(PartitionMove::partition, PartitionMove::to));
      Map<Integer, Long> deleted = new HashMap<>();
      for (TargetName target : route.targets()) {
        rows().remove(target, from).forEach((each, rows) -> deleted.merge(each, rows, Long::sum));
      }
      return new Rewound.Route(
          route.id(),
          moves.stream()
              .map(each -> each.deleted(deleted.getOrDefault(each.partition(), 0L)))
              .toList());
    }
  }

  /** Waits until nothing is being taken away from the routes' tables. */
  void await(Collection<TableRoute> routes) {
    routes.stream().flatMap(each -> each.targets().stream()).forEach(rows()::await);
  }

  private static void commit(GroupHold hold, String topic, List<PartitionMove> moves) {
    Map<TopicPartition, OffsetAndMetadata> before = hold.committed();
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    for (PartitionMove each : moves) {
      TopicPartition partition = new TopicPartition(topic, each.partition());
      commits.put(partition, MovedCommit.of(before.get(partition), each.to()));
    }
    hold.commit(commits);
  }

  private synchronized RewoundRows rows() {
    if (server == null) {
      server = new ClickHouseServer(deliver.clickhouse());
    }
    return new RewoundRows(server);
  }

  @PreDestroy
  synchronized void close() {
    if (server != null) {
      server.close();
    }
  }
}
