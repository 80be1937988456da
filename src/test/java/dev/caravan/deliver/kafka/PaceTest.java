package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = Duration.ofMillis(1).toNanos();
  private static final long ASSIGNED = 1_000_000 * MILLI;
  private static final long IDLE = ASSIGNED + 60_000 * MILLI;

  private final Pace pace = pace(Duration.ofMillis(100));

  @Test
  void waitsAfterIdlenessOnlyForWhatComesAlong() {
    assertThat(wait(pace, IDLE)).isEqualTo(5);
  }

  @Test
  void waitsOnceUntilItIsKnownWhatLiesInThePartitions() {
    // Given
    Pace slow = pace(Duration.ofSeconds(60));

    // When
    pace.assigned(ASSIGNED);
    slow.assigned(ASSIGNED);

    // Then
    assertThat(wait(pace, ASSIGNED + MILLI)).isEqualTo(99);
    assertThat(wait(slow, ASSIGNED + MILLI)).isEqualTo(3000);
    assertThat(wait(pace, IDLE)).isEqualTo(5);
  }

  @Test
  void beginsTheNextInsertInTimeForItsOldestEvent() {
    // When an insert took 20 of the 100 ms
    insert(pace, IDLE, 20);

    // Then one begins 80 ms after the other
    assertThat(wait(pace, IDLE + 21 * MILLI)).isEqualTo(59);
  }

  @Test
  void goesByHowLongTheLastInsertsTook() {
    // When
    insert(pace, IDLE, 10);
    insert(pace, IDLE + 100 * MILLI, 30);
    long slower = wait(pace, IDLE + 130 * MILLI);
    insert(pace, IDLE + 200 * MILLI, 5);

    // Then
    assertThat(slower).isEqualTo(50);
    assertThat(wait(pace, IDLE + 205 * MILLI)).isEqualTo(90);
  }

  @Test
  void makesNoMorePartsThanTheShortestIntervalAllows() {
    // Given
    Pace eager = pace(Duration.ofMillis(10));

    // When
    insert(eager, IDLE, 3);

    // Then
    assertThat(wait(eager, IDLE + 3 * MILLI)).isEqualTo(47);
  }

  @Test
  void insertsOneAfterTheOtherWhereAnInsertTakesAllTheTimeThereIs() {
    // When
    insert(pace, IDLE, 100);

    // Then
    assertThat(wait(pace, IDLE + 101 * MILLI)).isEqualTo(5);
  }

  @Test
  void leavesAServerAloneForLongerThatTakesLong() {
    // When
    insert(pace, IDLE, 400);

    // Then
    assertThat(wait(pace, IDLE + 400 * MILLI)).isEqualTo(300);
  }

  @Test
  void learnsNothingOfSmallInsertsFromFullOnes() {
    // When
    pace.began(IDLE);
    pace.ended(IDLE + 900 * MILLI, true);

    // Then
    assertThat(wait(pace, IDLE + 900 * MILLI)).isEqualTo(5);
  }

  @Test
  void waitsForAFullBatchWhileItIsFarBehind() {
    // When
    pace.behind(10_000);
    long far = wait(pace, IDLE);
    pace.behind(9_000);
    long nearer = wait(pace, IDLE);
    pace.behind(3);
    long there = wait(pace, IDLE);
    pace.behind(9_000);

    // Then
    assertThat(far).isEqualTo(1000);
    assertThat(nearer).isEqualTo(1000);
    assertThat(there).isEqualTo(5);
    assertThat(wait(pace, IDLE)).isEqualTo(5);
  }

  @Test
  void takesTheTimeOneAllowsIt() {
    // Given
    Pace slow = pace(Duration.ofSeconds(10));

    // When
    long idle = wait(slow, IDLE);
    insert(slow, IDLE, 100);

    // Then
    assertThat(idle).isEqualTo(500);
    assertThat(wait(slow, IDLE + 100 * MILLI)).isEqualTo(9_800);
  }

  @Test
  void sharesWhatAllTablesTogetherMayInsert() {
    // Given
    InsertBudget budget = new InsertBudget();
    Pace last = null;

    // When 201 tables have an event at once, of which each takes its place in the line
    for (int i = 0; i <= 2 * InsertBudget.MOST_A_SECOND; i++) {
      last = new Pace(Duration.ofMillis(100), budget, ASSIGNED);
      last.dueAt(IDLE);
    }

    // Then
    assertThat(wait(last, IDLE)).isEqualTo(1000);
    assertThat(wait(last, IDLE)).isEqualTo(1000);
    insert(last, IDLE + 1000 * MILLI, 1);
    assertThat(wait(last, IDLE + 60_000 * MILLI)).isEqualTo(5);
  }

  private static Pace pace(Duration freshness) {
    return new Pace(freshness, new InsertBudget(), ASSIGNED);
  }

  private static void insert(Pace pace, long at, long millis) {
    pace.began(at);
    pace.ended(at + millis * MILLI, false);
  }

  /** Milliseconds. */
  private static long wait(Pace pace, long firstAt) {
    return (pace.dueAt(firstAt) - firstAt) / MILLI;
  }
}
