package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an orchestrator asks, while the pipeline starts and while every server hangs. */
@Tag("everywhere")
@Tag("native")
@Tag("alone")
@ExtendWith(SharedSandbox.class)
class ProbesIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName NOT_THERE = new TableName("inventory", "not_there");
  private static final List<String> SERVERS = List.of("postgres", "kafka", "clickhouse");

  @Test
  void theyTellTheStartTheServersAndLife(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ProbesIT.class);
        Connection holder = pipeline.connect();
        Statement older = holder.createStatement()) {
      // Given a transaction the snapshot must wait for, and a route of a table that is not there
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'before')");
      pipeline.deliver(ORDERS, NOT_THERE);
      holder.setAutoCommit(false);
      older.execute("SELECT pg_current_xact_id()");
      Application application =
          pipeline.start(
              pipeline
                  .application()
                  .set("caravan.probes.started-after-snapshot", "true")
                  .set("caravan.capture.restart.max-delay", "1s")
                  .set("caravan.deliver.retry.max-delay", "1s"));
      Probes probes = new Probes(application);

      // When it has begun, but for the end of the snapshot
      probes.await(
          "the snapshot began",
          p -> p.check("started", "capture begun").at("/data/phase").asText().equals("snapshot"));
      probes.await("both routes have their assignment", p -> p.isUp("started", "first assignment"));

      // Then that is all it waits for
      assertThat(probes.isUp("started", "route files")).isTrue();
      assertThat(probes.isUp("started", "capture begun")).isFalse();
      assertThat(probes.isUp("live")).isTrue();
      holder.rollback();
      probes.await("started", p -> p.isUp("started"));
      probes.await("ready", p -> p.isUp("ready"));

      // When every server hangs
      Instant hung = Instant.now();
      probes.forgetTimes();
      pause(sandbox);
      try {
        // Then each is told, since when and why, and nobody asks for a restart
        for (String server : SERVERS) {
          probes.await(server + " is away", p -> !p.isUp("ready", server));
          JsonNode told = probes.check("ready", server).get("data");
          assertThat(told.get("state").asText()).isEqualTo("away");
          assertThat(Instant.parse(told.get("since").asText())).isAfter(hung);
          assertThat(told.get("error").asText())
              .isNotBlank()
              .doesNotContain(sandbox.postgres().password())
              .doesNotContain(sandbox.clickhouse().password());
        }
        assertThat(probes.isUp("live")).isTrue();
        assertThat(probes.isUp("started")).isTrue();
        System.out.println("ProbesIT slowest answer " + probes.slowest());
        assertThat(probes.slowest()).isLessThan(Duration.ofSeconds(1));
      } finally {
        resume(sandbox);
      }

      // And they come back by themselves
      probes.await("ready again", p -> p.isUp("ready"));
      pipeline.sql("INSERT INTO inventory.orders VALUES (2, 0, 0, 'after')");
      pipeline.awaitEqual(ORDERS);
    }
  }

  private static void pause(Sandbox sandbox) {
    sandbox.postgres().pause();
    sandbox.kafka().pause();
    sandbox.clickhouse().pause();
  }

  private static void resume(Sandbox sandbox) {
    sandbox.clickhouse().resume();
    sandbox.kafka().resume();
    sandbox.postgres().resume();
  }
}
