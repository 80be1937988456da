package dev.caravan;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Asks Kafka about its topics and groups, and gives up when it is silent. For one request each. */
public final class KafkaAdmin implements AutoCloseable {

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final Admin admin;
  private final Duration patience;

  /**
   * @param patience how long Kafka may be silent
   */
  public KafkaAdmin(KafkaConfig kafka, Duration patience) {
    this.patience = patience;
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    admin = Admin.create(properties);
  }

  public Admin client() {
    return admin;
  }

  /**
   * An answer once it is there.
   *
   * @throws KafkaException what Kafka refuses it for, or that it did not answer
   */
  public <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("Kafka did not answer in time", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE_WAIT);
  }
}
