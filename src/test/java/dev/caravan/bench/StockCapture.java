package dev.caravan.bench;

import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Captures the same backlog with {@link StockRoute}, from a slot of its own. */
final class StockCapture {

  private static final String TOPIC = "stock.orders";
  private static final int PARTITIONS = 3;

  private final Sandbox sandbox;
  private final Backlog backlog;

  StockCapture(Sandbox sandbox, Backlog backlog) {
    this.sandbox = sandbox;
    this.backlog = backlog;
  }

  /** Makes a slot that stands before the backlog. */
  void prepare() throws Exception {
    backlog.execute("CREATE PUBLICATION stock FOR TABLE inventory.orders");
    backlog.execute("SELECT pg_create_logical_replication_slot('stock', 'pgoutput')");
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
    }
  }

  /** Events per second from the first event in Kafka to about the given number. */
  double capture(int changes) throws Exception {
    try (TopicRate rate = new TopicRate(sandbox.kafka().bootstrapServers(), TOPIC)) {
      return capture(changes, rate);
    }
  }

  private double capture(int changes, TopicRate rate) throws Exception {
    Path log = sandbox.folder().resolve("stock.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                StockRoute.class.getName(),
                from(),
                "kafka:" + TOPIC + "?brokers=" + sandbox.kafka().bootstrapServers())
            .redirectErrorStream(true)
            .redirectOutput(new File(log.toString()))
            .start();
    try {
      while (rate.events() < changes) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the stock route ended; see " + log);
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return rate.perSecond();
  }

  private String from() {
    PostgresService server = sandbox.postgres();
    return "debezium-postgres:stock"
        + "?topicPrefix=stock&pluginName=pgoutput&snapshotMode=no_data"
        + "&slotName=stock&publicationName=stock&publicationAutocreateMode=disabled"
        + "&tableIncludeList=inventory.orders"
        + "&databaseHostname="
        + server.host()
        + "&databasePort="
        + server.port()
        + "&databaseDbname="
        + server.database()
        + "&databaseUser="
        + server.user()
        + "&databasePassword=RAW("
        + server.password()
        + ")&offsetStorageFileName="
        + sandbox.folder().resolve("stock.offsets");
  }
}
