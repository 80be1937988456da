package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGTERM while servers hang: nothing is lost or repeated, and it never takes long. */
@Tag("everywhere")
@Tag("native")
@Tag("timed")
@ExtendWith(SharedSandbox.class)
class ShutdownIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  @Test
  void itEndsInTimeWhateverHangs(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ShutdownIT.class);
        Ledger ledger = new Ledger(pipeline::connect, 5)) {
      // Given
      pipeline.sql(Ledger.TABLE);
      pipeline.deliver(ORDERS);
      Application application = pipeline.start(pipeline.application());
      OrderlyEnd.awaitUp(application);
      InsertedRows rows = new InsertedRows(pipeline, ORDERS);
      ledger.preload(0);
      ledger.start();

      // When it is stopped while servers hang
      for (HangingServers servers : HangingServers.rounds()) {
        OrderlyEnd.awaitUp(application);
        long before = rows.count(ORDERS);
        await("rows arrive")
            .atMost(Duration.ofSeconds(60))
            .until(() -> rows.count(ORDERS) > before);
        servers.pause(sandbox);
        try {
          OrderlyEnd.of(application, "one while " + servers + " hang");
        } finally {
          servers.resume(sandbox);
        }
        application = pipeline.start(pipeline.application());
      }
      List<Ledger.Change> committed = ledger.stop();
      pipeline.awaitEqual(ORDERS);

      // Then nothing was lost or repeated
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .hasSize(committed.size());
      assertThat(rows.count(ORDERS)).isEqualTo(committed.size());
      assertThat(rows.distinct(ORDERS)).isEqualTo(committed.size());
    }
  }
}
