package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGTERM one after the other: nothing is lost or repeated, and others take over at once. */
@Tag("native")
@Tag("timed")
@ExtendWith(SharedSandbox.class)
class RollingRestartIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName BEATS = new TableName("inventory", "beats");

  /** A few seconds, but where a machine is so busy that a process hardly starts. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private static Application.Builder deliverer(IsolatedPipeline pipeline) {
    return pipeline.application().java("-Xmx192m").set("caravan.role", "deliver");
  }

  private static Application.Builder capture(IsolatedPipeline pipeline) {
    return pipeline.application().java("-Xmx256m").set("caravan.role", "capture");
  }

  @Test
  void aRollingRestartUnderLoadIsHardlySeen(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, RollingRestartIT.class);
        Ledger ledger = new Ledger(pipeline::connect, 4);
        Heartbeats beats = new Heartbeats(pipeline.connect())) {
      // Given three deliverers and a capture, and views that see every row ever inserted
      pipeline.sql(Ledger.TABLE, Heartbeats.TABLE);
      pipeline.deliver(ORDERS, BEATS);
      List<Application> all = new ArrayList<>();
      Application capture = pipeline.start(capture(pipeline));
      all.add(capture);
      List<Application> deliverers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        deliverers.add(pipeline.start(deliverer(pipeline)));
      }
      all.addAll(deliverers);
      for (Application application : all) {
        OrderlyEnd.awaitUp(application);
      }
      InsertedRows rows = new InsertedRows(pipeline, ORDERS, BEATS);
      ledger.preload(0);
      ledger.start();
      beats.start();
      await("rows arrive").atMost(Duration.ofSeconds(60)).until(() -> rows.count(BEATS) > 0);

      // When each deliverer is stopped and started again, one after the other
      Instant rolling = Instant.now();
      Duration slowestStart = Duration.ZERO;
      for (Application deliverer : deliverers) {
        OrderlyEnd.of(deliverer, "a deliverer");
        Instant begun = Instant.now();
        Application next = pipeline.start(deliverer(pipeline));
        all.add(next);
        OrderlyEnd.awaitUp(next);
        slowestStart = longer(slowestStart, Duration.between(begun, Instant.now()));
      }
      // And the capture is replaced by one that stands by
      Instant replacing = Instant.now();
      Application next = pipeline.start(capture(pipeline));
      all.add(next);
      await("it stands by")
          .atMost(Duration.ofSeconds(60))
          .until(() -> next.log().contains("stands by"));
      OrderlyEnd.of(capture, "the capture");
      OrderlyEnd.awaitUp(next);
      List<Ledger.Change> committed = ledger.stop();
      int beaten = beats.stop();
      pipeline.awaitEqual(ORDERS, BEATS);

      // Then no row came late, and each came once
      Duration rolled = rows.longestDelay(BEATS, rolling, replacing);
      Duration replaced = rows.longestDelay(BEATS, replacing, Instant.now());
      System.out.printf(
          "RollingRestartIT longest delay: %s while deliverers restart, %s while the capture is replaced,"
              + " where a start takes %s%n",
          rolled, replaced, slowestStart);
      assertThat(rolled).isLessThan(longer(LONGEST_DELAY, slowestStart));
      assertThat(replaced).isLessThan(longer(LONGEST_DELAY, slowestStart));
      assertThat(rows.count(ORDERS)).isEqualTo(committed.size());
      assertThat(rows.distinct(ORDERS)).isEqualTo(committed.size());
      assertThat(rows.count(BEATS)).isEqualTo(beaten);
      assertThat(rows.distinct(BEATS)).isEqualTo(beaten);
      assertThat(pipeline.kafka().records(pipeline.topicPrefix() + ".inventory.orders"))
          .hasSize(committed.size());
      assertThat(all).allSatisfy(each -> assertThat(each.log()).doesNotContain("ERROR"));
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
