package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Sandbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** How the deliverers of a route share its topic, as Kafka sees it. */
final class ConsumerGroup implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Admin admin;
  private final String name;
  private final int partitions;

  /**
   * @param partitions how many the topic has
   */
  ConsumerGroup(Sandbox sandbox, String name, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers()));
    this.name = name;
    this.partitions = partitions;
  }

  /**
   * Waits until so many deliverers have all partitions between them.
   *
   * @return how long that took
   */
  Duration awaitOwners(int count) {
    long begin = System.nanoTime();
    await(count + " deliverers share " + partitions + " partitions")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK)
        .untilAsserted(
            () -> {
              Map<String, Set<TopicPartition>> owned = owned();
              assertThat(owned).hasSize(count);
              assertThat(owned.values()).allMatch(each -> !each.isEmpty());
              assertThat(owned.values().stream().mapToInt(Set::size).sum()).isEqualTo(partitions);
            });
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** What each member has, by the id Kafka gave it. */
  private Map<String, Set<TopicPartition>> owned() {
    try {
      Map<String, Set<TopicPartition>> owned = new HashMap<>();
      for (MemberDescription member :
          admin.describeConsumerGroups(List.of(name)).all().get().get(name).members()) {
        owned.put(
            member.consumerId(),
            member.assignment().topicPartitions().stream().collect(Collectors.toSet()));
      }
      return owned;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
