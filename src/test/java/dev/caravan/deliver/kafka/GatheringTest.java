package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.ChangeHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final Duration FRESHNESS = Duration.ofMillis(100);

  /** What a first event waits for others when nothing was inserted for long. */
  private static final long DELAY = Duration.ofMillis(5).toNanos();

  private static final long LONG_AGO = -Duration.ofMinutes(1).toNanos();
  private static final int EVENT_BYTES = 10;

  private final Gathering gathering = gathering(3, 50);

  @Test
  void closesByRowsAndKeepsWhatIsLeftOver() {
    // When
    gathering.add(events(0, 0, 4), 0);

    // Then
    assertThat(gathering.isDue(0)).isTrue();
    assertThat(gathering.take()).hasSize(3);
    assertThat(gathering.size()).isEqualTo(1);
    assertThat(gathering.isDue(0)).isFalse();
    assertThat(gathering.isDue(DELAY)).isTrue();
  }

  @Test
  void closesByBytesButTakesALargeEventAlone() {
    // Given
    gathering.add(List.of(event(0, 0, 60), event(0, 1, 45), event(0, 2, 10)), 0);

    // When
    // Then
    assertThat(gathering.isFull()).isTrue();
    assertThat(gathering.take()).hasSize(1);
    assertThat(gathering.take()).hasSize(1);
    assertThat(gathering.isFull()).isFalse();
  }

  @Test
  void closesWhenTheFirstEventHasWaitedLongEnough() {
    // Given
    gathering.add(events(0, 0, 1), 1000);
    gathering.add(events(0, 1, 1), 1000 + DELAY - 1);

    // When
    // Then
    assertThat(gathering.isDue(1000 + DELAY - 1)).isFalse();
    assertThat(gathering.remaining(1000)).isEqualTo(DELAY);
    assertThat(gathering.isDue(1000 + DELAY)).isTrue();
  }

  @Test
  void cutsBatchesAtATruncateOfTheirPartition() {
    // Given
    Gathering wide = gathering(100, 5000);
    wide.add(
        List.of(
            event(0, 0, 10),
            truncate(0, 1),
            event(0, 2, 10),
            event(1, 0, 10),
            truncate(1, 1),
            truncate(1, 2),
            event(1, 3, 10),
            truncate(0, 3),
            event(2, 0, 10)),
        0);

    // When
    List<List<String>> batches = new ArrayList<>();
    while (!wide.isEmpty()) {
      batches.add(wide.take().stream().map(e -> e.partition() + ":" + e.offset()).toList());
    }

    // Then
    assertThat(batches)
        .containsExactly(
            List.of("0:0", "1:0", "2:0"),
            List.of("0:1", "1:1", "1:2"),
            List.of("0:2", "1:3"),
            List.of("0:3"));
  }

  @Test
  void countsWhatHeadersHold() {
    // Given
    ConsumerRecord<byte[], byte[]> event = event(0, 0, 1);
    event.headers().add("somebody", new byte[60]);

    // When
    gathering.add(List.of(event), 0);

    // Then
    assertThat(gathering.isFull()).isTrue();
  }

  @Test
  void keepsTheLimitsAndTheCountWhileItCuts() {
    // Given
    Gathering gathering = gathering(3, 100);
    gathering.add(
        List.of(truncate(0, 0), event(0, 1, 10), event(1, 0, 10), truncate(2, 0), event(0, 2, 10)),
        0);

    // When
    // Then
    assertThat(gathering.take()).extracting(ConsumerRecord::partition).containsExactly(0, 2);
    assertThat(gathering.size()).isEqualTo(3);
    assertThat(gathering.take()).hasSize(3);
    assertThat(gathering.isEmpty()).isTrue();
  }

  @Test
  void gathersNoMoreWhenTheMemoryOfAllIsShort() {
    // Given
    HeldMemory memory = new HeldMemory(10_000);
    Gathering own = gathering(1000, 100_000, memory);
    own.add(events(0, 0, 1), 0);
    assertThat(own.isFull()).isFalse();

    // When
    memory.take(10_000);
    boolean full = own.isFull();
    memory.take(-1);

    // Then
    assertThat(full).isTrue();
    assertThat(own.isDue(0)).isFalse();
    own.add(events(0, 1, 40), 0);
    assertThat(own.isDue(0)).as("half of it gathered").isTrue();
    assertThat(own.take()).hasSize(41);
    assertThat(own.memoryTaken()).isEqualTo(41 * (EVENT_BYTES + 150));
    assertThat(own.isFull()).as("nothing there to send off").isFalse();
  }

  @Test
  void doesNotLetATruncateWaitForMore() {
    // When
    gathering.add(List.of(truncate(0, 0)), 0);

    // Then
    assertThat(gathering.isDue(0)).isTrue();
  }

  @Test
  void isNeverDueWhileEmpty() {
    assertThat(gathering.isDue(Long.MAX_VALUE / 2)).isFalse();
  }

  @Test
  void tellsWhereToReadAgain() {
    // Given
    gathering.add(events(0, 5, 2), 0);
    gathering.add(events(1, 9, 1), 0);

    // When
    Map<TopicPartition, Long> first = gathering.firstOffsets(List.of(new TopicPartition("t", 0)));

    // Then
    assertThat(first).containsExactly(Map.entry(new TopicPartition("t", 0), 5L));
  }

  @Test
  void doublesTheWaitUpToTheLongest() {
    // Given
    Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(2));

    // When
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waits.add(backoff.next());
    }
    backoff.reset();

    // Then
    assertThat(waits).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 2000L);
    assertThat(backoff.next()).hasMillis(500);
  }

  private static Gathering gathering(int rows, long bytes) {
    return gathering(rows, bytes, new HeldMemory(Long.MAX_VALUE));
  }

  private static Gathering gathering(int rows, long bytes, HeldMemory memory) {
    return new Gathering(
        new BatchLimits(rows, bytes), new Pace(FRESHNESS, new InsertBudget(), LONG_AGO), memory);
  }

  private static List<ConsumerRecord<byte[], byte[]>> events(int partition, long from, int count) {
    List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(partition, from + i, EVENT_BYTES));
    }
    return events;
  }

  private static ConsumerRecord<byte[], byte[]> truncate(int partition, long offset) {
    ConsumerRecord<byte[], byte[]> event = event(partition, offset, EVENT_BYTES);
    event.headers().add(ChangeHeaders.TRUNCATE, new byte[] {'7'});
    return event;
  }

  private static ConsumerRecord<byte[], byte[]> event(int partition, long offset, int bytes) {
    return new ConsumerRecord<>(
        "t",
        partition,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        bytes,
        new byte[0],
        new byte[bytes],
        new RecordHeaders(),
        Optional.empty());
  }
}
