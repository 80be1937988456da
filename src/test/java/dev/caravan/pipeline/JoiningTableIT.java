package dev.caravan.pipeline;

import static dev.caravan.pipeline.JoiningTables.BIG_ROWS;
import static dev.caravan.pipeline.JoiningTables.CHANGES_PER_SECOND;
import static dev.caravan.pipeline.JoiningTables.LIMIT;
import static dev.caravan.pipeline.JoiningTables.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import dev.caravan.signal.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table that is read while others are streamed, and the application ends amid it. */
@ExtendWith(SharedSandbox.class)
class JoiningTableIT {

  private static final TableName BIG = new TableName("sales", "big");
  private static final TableName CANCELLED = new TableName("sales", "cancelled");

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void aLargeTableJoinsUnderLoadThroughKillsAndAReadingIsCancelled(Sandbox sandbox)
      throws Exception {
    try (JoiningTables joining = new JoiningTables(sandbox, JoiningTableIT.class)) {
      Application last = joinsUnderLoadThroughKills(joining, joining.pipeline);
      isCancelledAlsoForTheNextStart(joining, joining.pipeline, last);
    }
  }

  private static Application joinsUnderLoadThroughKills(
      JoiningTables joining, IsolatedPipeline pipeline) throws Exception {
    // Given a table that nobody captures, and two that are
    long rows = Long.getLong("caravan.rows", 40_000);
    joining.create(BIG, rows);
    Application application = joining.startAndAwaitStream();
    try (SteadyWriter big =
            new SteadyWriter(pipeline.connect(), BIG, rows, CHANGES_PER_SECOND, 1).start();
        SteadyWriter other =
            new SteadyWriter(pipeline.connect(), OTHER, 1000, CHANGES_PER_SECOND / 10, 2).start()) {

      // When it is asked for, and the application is killed twice while it reads
      joining.capture(BIG);
      StringBuilder logs = new StringBuilder();
      for (int kill = 1; kill <= 2; kill++) {
        long behind = rows * kill / 4;
        await("rows are read")
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> joining.progress(BIG).path("rowsRead").asLong() > behind);
        assertThat(joining.progress(BIG).path("state").asText()).isEqualTo("reading");
        application.kill();
        logs.append(application.log());
        application = joining.start();
      }
      joining.awaitState(BIG, "complete");
      logs.append(application.log());
      assertThat(big.stop()).isPositive();
      assertThat(other.stop()).isPositive();

      // Then
      pipeline.awaitEqual(BIG, OTHER);
      Map<Long, Integer> arrivals = joining.arrivals(BIG);
      assertThat(occurrences(logs.toString(), "Going on with the rows of sales.big")).isEqualTo(2);
      assertThat(occurrences(logs.toString(), "Reading sales.big while")).isEqualTo(1);
      assertThat(arrivals.values()).allMatch(times -> times == 1);
      assertThat(arrivals).hasSizeGreaterThanOrEqualTo((int) rows / 2);
      assertThat(joining.progress(BIG).path("rowsExpected").asLong()).isPositive();
    }
    return application;
  }

  private static void isCancelledAlsoForTheNextStart(
      JoiningTables joining, IsolatedPipeline pipeline, Application application) throws Exception {
    // Given
    joining.create(CANCELLED, BIG_ROWS);
    joining.capture(CANCELLED);
    joining.awaitState(CANCELLED, "complete");
    String id = joining.readAnew(CANCELLED, null);
    joining.awaitRequest(CANCELLED, id);

    // When
    pipeline.signal(Signal.Snapshot.of(CANCELLED, id, null, true));

    // Then it ends there, also for the next start, and no row is gone
    joining.awaitState(CANCELLED, "cancelled");
    long read = joining.progress(CANCELLED).path("rowsRead").asLong();
    application.stop();
    joining.startAndAwaitStream();
    pipeline.sql("UPDATE sales.cancelled SET v = 0 WHERE id = 1");
    pipeline.awaitEqual(CANCELLED);
    assertThat(joining.progress(CANCELLED).path("rowsRead").asLong())
        .isEqualTo(read)
        .isLessThan(BIG_ROWS);
  }
}
