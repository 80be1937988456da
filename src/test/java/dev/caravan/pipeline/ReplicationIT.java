package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import dev.caravan.workload.InventoryLoad;
import dev.caravan.workload.InventorySchema;
import dev.caravan.workload.MixedWorkload;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole path of a row, with nothing broken. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ReplicationIT {

  private static final TableName[] TABLES = InventorySchema.TABLES.toArray(TableName[]::new);

  @Test
  void theShopIsTheSameOnBothSides(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ReplicationIT.class);
        Connection connection = pipeline.connect()) {
      // Given a shop with rows that are there before the capture
      pipeline.sql("DROP SCHEMA inventory");
      InventorySchema.create(connection);
      InventoryLoad load = new InventoryLoad(connection, 1, 5_000);
      load.loadMasterData();
      load.loadOrders(5_000);
      Application application = pipeline.start(pipeline.application());
      application.awaitReady(Duration.ofSeconds(60));

      // When it trades: inserts, updates, deletes, transactions over several tables, rollbacks
      try (MixedWorkload workload = new MixedWorkload(pipeline.connect(), 2, 500).start()) {
        await().atMost(Duration.ofSeconds(60)).until(() -> workload.counts().changes() > 3_000);
        workload.stop();
        workload.check();
        assertThat(workload.counts().rolledBack()).isPositive();
      }

      // Then
      pipeline.awaitEqual(TABLES);
      probesAnswer(application);
      metersTell(application);
    }
  }

  private static void probesAnswer(Application application) {
    for (String probe : List.of("started", "ready", "live")) {
      get(application.url() + "/q/health/" + probe)
          .then()
          .statusCode(200)
          .body("status", equalTo("UP"));
    }
  }

  private static void metersTell(Application application) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              String metrics = get(application.url() + "/q/metrics").asString();
              assertThat(metrics)
                  .contains("caravan_capture_events_total{op=\"c\",table=\"inventory.orders\"}")
                  .contains("caravan_deliver_rows_total{op=\"c\",table=\"inventory.orders\"}")
                  .contains("caravan_deliver_batch_rows")
                  .contains("caravan_deliver_insert_seconds")
                  .contains("caravan_deliver_delay_seconds_bucket")
                  .contains("caravan_deliver_lag")
                  .contains("camel_exchanges_total")
                  .containsPattern("caravan_slot_lag_bytes\\{slot=\"\\w+\"} \\d");
            });
  }

  @Test
  void nothingInTheDatabaseStopsTheCapture(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ReplicationIT.class)) {
      // Given a row of 5 MB, and a table whose updates can't be captured
      pipeline.sql(
          Ledger.TABLE,
          "CREATE TABLE inventory.keyless (text text)",
          "INSERT INTO inventory.orders SELECT 1, 0, 0, repeat('0123456789', 500000)");
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // When there are others' messages in the WAL, and the table is updated as if nobody captured
      pipeline.sql(
          "SELECT pg_logical_emit_message(true, 'somebody', 'hello')",
          "SELECT pg_logical_emit_message(false, 'somebody', 'hello')",
          "INSERT INTO inventory.keyless VALUES ('a')",
          "UPDATE inventory.keyless SET text = 'b'",
          "INSERT INTO inventory.orders SELECT 2, 0, 0, repeat('9876543210', 500000)");

      // Then
      pipeline.awaitEqual(InventorySchema.ORDERS);
      assertThat(application.log())
          .contains("Of inventory.keyless only inserts and TRUNCATE are followed");
    }
  }

  @Test
  void aRestartWithNothingChangedWritesNothing(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ReplicationIT.class)) {
      // Given
      pipeline.sql(
          Ledger.TABLE,
          "INSERT INTO inventory.orders SELECT i, 0, i, NULL FROM generate_series(1, 1000) i");
      TableName orders = InventorySchema.ORDERS;
      Application first = pipeline.start(pipeline.application());
      pipeline.awaitEqual(orders);
      pipeline.sql("UPDATE inventory.orders SET revision = 1 WHERE id <= 10");
      pipeline.awaitEqual(orders);
      first.stop();
      String topic = pipeline.topicPrefix() + ".inventory.orders";
      String shapes = pipeline.topicPrefix() + ".schema-changes";
      int events = pipeline.kafka().records(topic).size();
      int announced = pipeline.kafka().records(shapes).size();
      String rows = pipeline.clickhouse("SELECT count() FROM orders_final");

      // When
      Application second = pipeline.start(pipeline.application());
      second.awaitReady(Duration.ofSeconds(60));
      pipeline.sql("INSERT INTO inventory.orders VALUES (5000, 0, 0, 'the only change')");
      pipeline.awaitEqual(orders);

      // Then
      assertThat(pipeline.kafka().records(topic)).hasSize(events + 1);
      assertThat(pipeline.kafka().records(shapes)).hasSize(announced);
      assertThat(pipeline.clickhouse("SELECT count() FROM orders_final"))
          .isEqualTo(Long.toString(Long.parseLong(rows) + 1));
    }
  }

  @Test
  void aSecondCaptureStandsByAndHarmsNothing(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ReplicationIT.class)) {
      // Given
      pipeline.sql(Ledger.TABLE, "INSERT INTO inventory.orders VALUES (1, 0, 0, 'first')");
      Application first = pipeline.start(pipeline.application());
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // When
      Application second = pipeline.start(pipeline.application().set("caravan.role", "capture"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> second.log().contains("another capture works on the slot"));
      pipeline.sql("INSERT INTO inventory.orders VALUES (2, 0, 0, 'second')");
      pipeline.awaitEqual(InventorySchema.ORDERS);

      // Then
      assertThat(second.log()).contains("caravan.capture.slot").contains("stands by");
      // It captures before it answers.
      Probes probes = new Probes(second);
      probes.await("it answers", it -> it.isUp("ready"));
      assertThat(probes.check("ready", "capture").at("/data/phase").asText()).isEqualTo("standby");
      assertThat(probes.check("ready", "capture").at("/data/standing by").asText())
          .contains("another capture works on the slot")
          .containsPattern("process \\d+ from 127.0.0.1 since 20");
      assertThat(first.log()).doesNotContain("ERROR");
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders")).hasSize(2);

      // And it takes over when the first one is gone
      first.kill();
      pipeline.start(pipeline.application().set("caravan.role", "deliver"));
      pipeline.sql("INSERT INTO inventory.orders VALUES (3, 0, 0, 'third')");
      pipeline.awaitEqual(InventorySchema.ORDERS);
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders")).hasSize(3);
    }
  }
}
