package dev.caravan.bench.lane;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The broker's topics. */
public final class Topics {

  /** As many as Caravan's topics have. */
  private static final int PARTITIONS = 3;

  private final String bootstrapServers;

  public Topics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Makes topics whose records bear the time the broker wrote them at, which is the same clock for
   * whoever produces them.
   */
  public void create(List<String> names) throws ExecutionException, InterruptedException {
    List<NewTopic> topics =
        names.stream()
            .map(
                name ->
                    new NewTopic(name, PARTITIONS, (short) 1)
                        .configs(Map.of("message.timestamp.type", "LogAppendTime")))
            .toList();
    try (Admin admin = admin()) {
      admin.createTopics(topics).all().get();
    }
  }

  /** Deletes all of a prefix. */
  public void deleteOf(String prefix) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      List<String> names =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(prefix + "."))
              .toList();
      admin.deleteTopics(names).all().get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }
}
