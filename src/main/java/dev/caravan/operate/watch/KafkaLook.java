package dev.caravan.operate.watch;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import dev.caravan.KafkaRemedy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/** Asks Kafka for its brokers, which needs no right but that to connect. */
final class KafkaLook implements Look {

  private final KafkaConfig config;
  private Admin admin;

  KafkaLook(KafkaConfig config) {
    this.config = config;
  }

  @Override
  public void look() throws Exception {
    int limit = (int) LIMIT.toMillis();
    try {
      if (admin == null) {
        admin = Admin.create(properties(limit));
      }
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(limit))
          .nodes()
          .get(limit, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure("no broker answers within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw failure(e.getCause().getMessage() + KafkaRemedy.of(e));
    } catch (KafkaException e) {
      throw failure(
          (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()) + KafkaRemedy.of(e));
    }
  }

  private IllegalStateException failure(String why) {
    if (admin != null) {
      // A client that was refused may never try again.
      admin.close(Duration.ZERO);
      admin = null;
    }
    return new IllegalStateException(
        "Kafka at %s (caravan.kafka.bootstrap-servers): %s"
            .formatted(config.bootstrapServers(), why));
  }

  private Map<String, Object> properties(int limit) {
    Map<String, Object> properties = KafkaClients.properties(config);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "caravan-watch");
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limit);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limit);
    return properties;
  }
}
