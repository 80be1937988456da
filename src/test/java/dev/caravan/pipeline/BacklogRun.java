package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Takes too long for every build: run by its name. A small heap and a large backlog in Kafka, with
 * ClickHouse away in the middle of it. Ten million changes, or as many as {@code
 * -Dcaravan.backlog=...} says.
 */
@ExtendWith(SharedSandbox.class)
class BacklogRun {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final int CHANGES = Integer.getInteger("caravan.backlog", 10_000_000);
  private static final int TRANSACTION = 100_000;
  private static final Duration AWAY =
      CHANGES < 1_000_000 ? Duration.ofSeconds(5) : Duration.ofMinutes(2);
  private static final int HEAP_MB = 256;
  private static final int BESIDE_HEAP_MB = 250;

  @Test
  void fitsIntoTheHeap(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, BacklogRun.class)) {
      // Given a backlog
      pipeline.sql(
          "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, customer_id integer NOT NULL,"
              + " status text NOT NULL, total numeric(12,2) NOT NULL, note text,"
              + " placed_at timestamptz NOT NULL DEFAULT now())");
      pipeline.deliver(ORDERS);
      Application capture = pipeline.start(application(pipeline).set("caravan.role", "capture"));
      capture.awaitReady(Duration.ofMinutes(1));
      for (int first = 1; first <= CHANGES; first += TRANSACTION) {
        pipeline.sql(
            "INSERT INTO inventory.orders SELECT n, n % 10000, 'placed', n * 0.01, 'order number ' || n"
                + " FROM generate_series(%d, %d) n"
                    .formatted(first, Math.min(CHANGES, first + TRANSACTION - 1)));
      }
      String topic = pipeline.topicPrefix() + ".inventory.orders";
      until("the backlog is in Kafka", () -> pipeline.kafka().end(topic) >= CHANGES, capture);
      int captured = Resident.peakMb(capture);
      capture.stop();

      // When
      long begin = System.nanoTime();
      Application application = pipeline.start(application(pipeline));
      until("half is delivered", () -> delivered(pipeline) >= CHANGES / 2, application);
      sandbox.clickhouse().kill();
      TimeUnit.NANOSECONDS.sleep(AWAY.toNanos());
      assertThat(application.isAlive()).isTrue();
      sandbox.clickhouse().start();
      until("all is delivered", () -> delivered(pipeline) >= CHANGES, application);
      long end = System.nanoTime();

      // Then
      pipeline.awaitEqual(ORDERS);
      assertThat(pipeline.clickhouse("SELECT count() FROM orders_final"))
          .isEqualTo(String.valueOf(CHANGES));
      assertThat(application.log()).doesNotContain("OutOfMemory");
      int resident = Resident.peakMb(application);
      System.out.printf(
          "BacklogRun: %,d changes delivered in %.0f s, ClickHouse away for %d s of them,"
              + " at most %d MB resident with -Xmx%dm, %d MB while it captured%n",
          CHANGES, (end - begin) / 1e9, AWAY.toSeconds(), resident, HEAP_MB, captured);
      assertThat(Math.max(resident, captured)).isLessThan(HEAP_MB + BESIDE_HEAP_MB);
    }
  }

  private static Application.Builder application(IsolatedPipeline pipeline) {
    return pipeline.application().java("-Xmx" + HEAP_MB + "m");
  }

  private static long delivered(IsolatedPipeline pipeline) {
    return Long.parseLong(pipeline.clickhouse("SELECT count() FROM orders_final"));
  }

  /** What is waited for. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(String what, Condition condition, Application application) {
    await(what)
        .atMost(Duration.ofMinutes(30))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              assertThat(application.isAlive()).as("%s\n%s", what, application.log()).isTrue();
              try {
                return condition.holds();
              } catch (IllegalStateException e) {
                // The table does not exist yet, or ClickHouse has just been started.
                return false;
              }
            });
  }
}
