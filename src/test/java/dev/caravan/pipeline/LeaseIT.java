package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.NetworkLink;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two captures whose turn a Lease decides. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
@EnableKubernetesMockClient(crud = true, https = false)
class LeaseIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Duration DURATION = Duration.ofSeconds(6);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  // Set by the extension.
  private KubernetesMockServer api;
  private KubernetesClient kubernetes;

  @Test
  void whoeverHasTheLeaseCaptures(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, LeaseIT.class);
        NetworkLink link = NetworkLink.to(api.getPort());
        Connection squatter = pipeline.connect()) {
      // Given somebody who keeps the lock, whosever turn it is
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'first')");
      pipeline.deliver(ORDERS);
      execute(
          squatter,
          "SELECT pg_advisory_lock(hashtextextended('caravan capture %s', 0))"
              .formatted(pipeline.slot()));

      // When
      Application first = pipeline.start(capture(pipeline, "first", link.port()));

      // Then whoever has the Lease ends that session
      pipeline.awaitEqual(ORDERS);
      assertThatThrownBy(() -> execute(squatter, "SELECT 1")).isInstanceOf(SQLException.class);
      assertThat(holder()).isEqualTo("first");
      Application second = pipeline.start(capture(pipeline, "second", api.getPort()));
      Probes probes = new Probes(second);
      probes.await("it stands by", each -> phase(each).equals("standby") && each.isUp("ready"));
      assertThat(probes.check("ready", "capture").at("/data/standing by").asText())
          .contains("the Lease shop/caravan is held by first");

      // When Kubernetes' API is away for the one that captures
      Instant cut = Instant.now();
      link.cut();
      await("it steps down").atMost(DURATION).until(() -> !phase(first).equals("streaming"));
      await("the other one captures").atMost(LIMIT).until(() -> phase(second).equals("streaming"));
      System.out.printf(
          "LeaseIT: the other one streams %s after the API was cut off, with a Lease of %s%n",
          Duration.between(cut, Instant.now()), DURATION);

      // Then
      assertThat(phase(first)).isEqualTo("waiting");
      pipeline.sql("INSERT INTO inventory.orders VALUES (2, 0, 0, 'second')");
      pipeline.awaitEqual(ORDERS);
      link.mend();
      await("it stands by").atMost(LIMIT).until(() -> phase(first).equals("standby"));

      // When the one that captures is stopped, the Lease is given back
      Instant stopped = Instant.now();
      second.stop();
      await("the first one captures again")
          .atMost(LIMIT)
          .until(() -> phase(first).equals("streaming"));
      System.out.printf(
          "LeaseIT: the other one streams %s after a clean stop began%n",
          Duration.between(stopped, Instant.now()));
      pipeline.sql("INSERT INTO inventory.orders VALUES (3, 0, 0, 'third')");
      pipeline.awaitEqual(ORDERS);
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders")).hasSize(3);
      assertThat(second.log()).doesNotContain("ERROR");
    }
  }

  /** With the Lease's times as they are unless set. */
  @Test
  void anotherOneTakesOverInTimeWhateverBecomesOfTheHolder(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, LeaseIT.class)) {
      // Given
      Captures captures = new Captures(pipeline, LeaseIT.class);
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'first')");
      pipeline.deliver(ORDERS);
      Application first = pipeline.start(candidate(pipeline, "first", api.getPort()));
      pipeline.awaitEqual(ORDERS);
      Application second = pipeline.start(candidate(pipeline, "second", api.getPort()));
      Captures.awaitPhase(second, "standby");

      // When the holder dies
      int stream = captures.stream();
      Instant killed = Instant.now();
      first.kill();
      stream = captures.awaitTakeOver("kill -9", killed, second, stream);
      pipeline.sql("INSERT INTO inventory.orders VALUES (2, 0, 0, 'second')");
      pipeline.awaitEqual(ORDERS);

      // When the holder is paused
      Application third = pipeline.start(candidate(pipeline, "third", api.getPort()));
      Captures.awaitPhase(third, "standby");
      Instant paused = Instant.now();
      second.pause();
      stream = captures.awaitTakeOver("SIGSTOP", paused, third, stream);
      second.resume();

      // Then it finds that it must not write any more, and disturbs nobody
      Captures.awaitPhase(second, "standby");
      assertThat(holder()).isEqualTo("third");
      assertThat(captures.stream()).isEqualTo(stream);
      pipeline.sql("INSERT INTO inventory.orders VALUES (3, 0, 0, 'third')");
      pipeline.awaitEqual(ORDERS);
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders")).hasSize(3);
      assertThat(third.log()).doesNotContain("ERROR");
    }
  }

  private static Application.Builder candidate(
      IsolatedPipeline pipeline, String identity, int apiPort) {
    return pipeline
        .application()
        .set("caravan.capture.lease.name", "caravan")
        .set("caravan.capture.lease.namespace", "shop")
        .set("caravan.capture.lease.identity", identity)
        .set("caravan.capture.lease.api-server", "http://localhost:" + apiPort);
  }

  private static Application.Builder capture(
      IsolatedPipeline pipeline, String identity, int apiPort) {
    return candidate(pipeline, identity, apiPort)
        .set("caravan.capture.lease.duration", DURATION.toSeconds() + "s")
        .set("caravan.capture.lease.renew-deadline", "4s")
        .set("caravan.capture.lease.retry-period", "500ms");
  }

  private String holder() {
    return kubernetes
        .leases()
        .inNamespace("shop")
        .withName("caravan")
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private static String phase(Application application) {
    return phase(new Probes(application));
  }

  private static String phase(Probes probes) {
    return probes.check("ready", "capture").at("/data/phase").asText();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
