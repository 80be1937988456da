package dev.caravan.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.capture.CaptureState;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowBlock;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.TestTables;
import dev.caravan.capture.event.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowQueueTest {

  private static final Duration NOT = Duration.ZERO;
  private static final Duration LONG = Duration.ofDays(1);
  private static final EventTable TABLE = TestTables.texts(1, "orders", "id");

  private final RowQueue queue = new RowQueue(4, 1 << 20);
  private int last;

  private RowBlock block(int rows, long completed) {
    RowBlock block = new RowBlock();
    for (int i = 0; i < rows; i++) {
      Tuple row = Tuple.of(List.of("1"));
      block.add(RowEvent.read(TABLE, Origin.first(0), ++last, 0, row));
    }
    if (completed != 0) {
      block.complete(completed);
    }
    return block;
  }

  private static List<Long> numbers(RowQueue.Taken taken) {
    return taken.events().stream().map(RowEvent::lsn).toList();
  }

  @Test
  void givesNoMoreThanIsAskedForAndTheEndOfATransactionBehindItsRows() throws Exception {
    // Given
    queue.put(block(2, 0));
    queue.put(block(2, 70));

    // When
    RowQueue.Taken first = queue.take(3, NOT, NOT);
    RowQueue.Taken rest = queue.take(3, NOT, NOT);

    // Then
    assertThat(numbers(first)).containsExactly(1L, 2L, 3L);
    assertThat(first.completed()).isZero();
    assertThat(numbers(rest)).containsExactly(4L);
    assertThat(rest.completed()).isEqualTo(70);
  }

  @Test
  void anEndWithoutRowsIsTakenWithTheRowsBeforeIt() throws Exception {
    // Given
    queue.put(block(2, 0));
    queue.put(block(0, 70));
    queue.put(block(0, 80));

    // Then
    assertThat(queue.take(2, NOT, NOT).completed()).isEqualTo(80);
    assertThat(queue.take(2, NOT, NOT).completed()).isZero();
  }

  @Test
  void rowsBehindAnEndTakeItBack() throws Exception {
    // Given
    queue.put(block(1, 70));
    queue.put(block(1, 0));

    // Then
    assertThat(queue.take(9, NOT, NOT).completed()).isZero();
  }

  @Test
  void whoeverIsTooFarAheadWaitsForRoom() throws Exception {
    // Given
    queue.put(block(5, 0));
    CompletableFuture<Void> ahead = put(block(1, 0));

    // When
    assertThat(ahead).isNotDone();
    assertThat(queue.take(5, NOT, NOT).events()).hasSize(5);

    // Then
    ahead.get(30, TimeUnit.SECONDS);
    assertThat(queue.take(5, NOT, NOT).events()).hasSize(1);
  }

  @Test
  void aRowTooLargeForTheQueueGoesThroughAlone() throws Exception {
    // Given
    RowQueue small = new RowQueue(4, 1);
    small.put(block(1, 0));

    // Then
    assertThat(small.take(4, LONG, LONG).events()).hasSize(1);
  }

  @Test
  void theFirstRowEndsTheWait() throws Exception {
    // Given
    CompletableFuture<RowQueue.Taken> taker = new CompletableFuture<>();
    start(() -> taker.complete(queue.take(4, LONG, NOT)));

    // When
    queue.put(block(1, 0));

    // Then
    assertThat(taker.get(30, TimeUnit.SECONDS).events()).hasSize(1);
  }

  @Test
  void aFullBatchIsNotWaitedFor() throws Exception {
    // Given
    queue.put(block(3, 0));

    // Then
    assertThat(queue.take(3, LONG, LONG).events()).hasSize(3);
  }

  @Test
  void whoWaitsForRoomGivesUpWhenNobodyTakesAnyMore() throws Exception {
    // Given
    queue.put(block(5, 0));
    CompletableFuture<Void> ahead = put(block(1, 0));

    // When
    queue.close();

    // Then
    assertThatThrownBy(() -> ahead.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private CompletableFuture<Void> put(RowBlock block) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    start(
        () -> {
          try {
            queue.put(block);
            done.complete(null);
          } catch (InterruptedException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void tellsWhatWaits() throws Exception {
    // Given
    queue.put(block(3, 0));
    CaptureState.Queued full = queue.load();

    // When
    queue.take(2, NOT, NOT);

    // Then
    assertThat(full.rows()).isEqualTo(3);
    assertThat(full.bytes()).isPositive();
    assertThat(queue.load().rows()).isEqualTo(1);
    queue.take(2, NOT, NOT);
    assertThat(queue.load()).isEqualTo(new CaptureState.Queued(0, 0));
  }
}
