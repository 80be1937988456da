package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A transaction of far more rows than memory holds passes through 256 MB of heap, both stages in
 * one process.
 */
@ExtendWith(SharedSandbox.class)
class LargeTransactionIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final String LAST = "SELECT count() FROM orders_final WHERE note = 'last'";
  private static final int ROWS = Integer.getInteger("caravan.rows", 300_000);
  private static final int HEAP_MB = 256;

  /** Beside the heap: code, classes, threads, and buffers of Kafka's and the network's. */
  private static final int BESIDE_HEAP_MB = 384;

  /** The heap in use before and after a collection, of which the first is a real peak. */
  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

  @Test
  void allRowsOfOneTransactionArrive(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, LargeTransactionIT.class);
        Connection connection = pipeline.connect();
        Statement statement = connection.createStatement()) {
      // Given
      pipeline.sql(
          "CREATE TABLE inventory.orders (id int PRIMARY KEY, amount numeric(12,2), note text, at"
              + " timestamptz)");
      pipeline.deliver(ORDERS);
      Application application =
          pipeline.start(pipeline.application().java("-Xmx" + HEAP_MB + "m", "-Xlog:gc"));
      application.awaitReady(Duration.ofSeconds(60));

      // When all rows commit at once, and as many do not
      connection.setAutoCommit(false);
      statement.execute(insert(1, ROWS / 2));
      Savepoint savepoint = connection.setSavepoint();
      statement.execute(insert(2 * ROWS, 2 * ROWS + ROWS / 2));
      connection.rollback(savepoint);
      statement.execute(insert(ROWS / 2 + 1, ROWS));
      connection.commit();
      statement.execute(insert(3 * ROWS, 3 * ROWS + ROWS / 2));
      connection.rollback();
      pipeline.sql("UPDATE inventory.orders SET note = 'last' WHERE id = 1");

      // Then
      await("all rows are in ClickHouse")
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptions()
          .until(() -> pipeline.clickhouse(LAST).equals("1"));
      pipeline.awaitEqual(ORDERS);
      long events = pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.orders");
      assertThat(events).isGreaterThanOrEqualTo(ROWS + 1).isLessThan(ROWS + ROWS / 10);
      assertThat(application.log()).doesNotContain("OutOfMemory");
      int resident = Resident.peakMb(application);
      System.out.printf(
          "LargeTransactionIT: at most %d MB of heap in use, %d MB after a collection,"
              + " %d MB resident%n",
          mostOfHeap(application, 1), mostOfHeap(application, 2), resident);
      assertThat(resident).isLessThan(HEAP_MB + BESIDE_HEAP_MB);
    }
  }

  private static String insert(int from, int to) {
    return "INSERT INTO inventory.orders SELECT n, n * 0.01, 'order ' || n, now() FROM generate_series(%d, %d) n"
        .formatted(from, to);
  }

  private static int mostOfHeap(Application application, int group) {
    return COLLECTION
        .matcher(application.log())
        .results()
        .mapToInt(collection -> Integer.parseInt(collection.group(group)))
        .max()
        .orElseThrow();
  }
}
