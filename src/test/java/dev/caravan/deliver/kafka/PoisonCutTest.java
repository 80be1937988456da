package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.deadletter.PoisonLimits;
import dev.caravan.deliver.deadletter.PoisonRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PoisonCutTest {

  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  private final CommitNotes notes = new CommitNotes();

  @Test
  void takesOutWhatCannotLandAndCommitsUpToTheFirstThatCan() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> batch =
        List.of(event(0, 5), event(0, 6), event(1, 0), event(0, 8), event(1, 1));

    // When
    PoisonCut cut = cut(batch, limits(1000), batch.get(0), batch.get(3), batch.get(4));

    // Then
    assertThat(cut.rest()).containsExactly(batch.get(1), batch.get(2));
    assertThat(cut.later()).isEmpty();
    assertThat(cut.restNext()).isEqualTo(Map.of(P0, 9L, P1, 2L));
    assertThat(cut.letters()).hasSize(3);
    assertThat(cut.offsets()).isEqualTo(Map.of(P0, 6L, P1, 0L));
    assertThat(cut.dead(P0)).containsExactly(5L, 8L);
    assertThat(cut.dead(P1)).containsExactly(1L);
  }

  @Test
  void endsTheBatchBeforeTheRowThatIsBeyondTheLimits() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> batch =
        List.of(event(0, 5), event(0, 6), event(0, 7), event(1, 0), event(0, 8));

    // When
    PoisonCut cut = cut(batch, limits(1), batch.get(1), batch.get(2), batch.get(4));

    // Then
    assertThat(cut.rest()).containsExactly(batch.get(0));
    assertThat(cut.later()).containsExactly(batch.get(2), batch.get(3), batch.get(4));
    assertThat(cut.restNext()).isEqualTo(Map.of(P0, 7L, P1, 0L));
    assertThat(cut.isStuck()).isFalse();
  }

  @Test
  void holdsWhatIsBehindTheLastForNeitherGoodNorBad() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> batch = List.of(event(0, 5), event(0, 6));
    PoisonLimits limits = limits(1);
    PoisonLimits.Allowance allowance = limits.allowance();

    // When
    PoisonCut first =
        PoisonCut.of(inFlight(batch), rows(batch.get(0)), allowance, notes, each -> false);
    limits.written(allowance);

    // Then
    assertThat(first.letters()).hasSize(1);
    assertThat(cut(first.rest(), limits, batch.get(1)).isStuck()).isTrue();
  }

  @Test
  void goesOnWithManyThatCannotLandAmongRowsThatDo() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> left = events(100_000);
    List<ConsumerRecord<byte[], byte[]>> poison = every(66, left).subList(0, 1500);
    PoisonLimits limits = limits(1000);
    List<Integer> letters = new ArrayList<>();
    int landed = 0;

    // When
    while (!left.isEmpty()) {
      PoisonCut cut = bury(left, poison, limits);
      assertThat(cut.isStuck()).isFalse();
      assertThat(cut.rest()).isNotEmpty();
      letters.add(cut.letters().size());
      landed += cut.rest().size();
      limits.landed();
      left = cut.later();
      poison = poison.subList(cut.letters().size(), poison.size());
    }

    // Then
    assertThat(letters).containsExactly(1000, 500);
    assertThat(landed).isEqualTo(98_500);
  }

  @Test
  void isStuckWhenWhatLiesBetweenDoesNotLandEither() {
    // Given every other row that cannot be encoded, and ClickHouse that refuses the rest
    List<ConsumerRecord<byte[], byte[]>> left = events(10_000);
    List<ConsumerRecord<byte[], byte[]>> unfit = every(2, left);
    PoisonLimits limits = limits(1000);

    // When
    PoisonCut first = bury(left.subList(0, 600), unfit.subList(0, 300), limits);
    int letters = first.letters().size();
    List<ConsumerRecord<byte[], byte[]>> rest = first.rest();
    while (!rest.isEmpty()) {
      PoisonCut refused = bury(rest, rest.subList(0, 1), limits);
      letters += refused.letters().size();
      rest = refused.rest();
    }
    PoisonCut second = bury(left.subList(600, 10_000), unfit.subList(300, 5000), limits);
    letters += second.letters().size();

    // Then
    assertThat(letters).isEqualTo(1000);
    assertThat(second.rest()).isNotEmpty();
    assertThat(bury(second.rest(), second.rest().subList(0, 1), limits).isStuck()).isTrue();
    limits.landed();
    assertThat(bury(second.later(), second.later().subList(0, 1), limits).isStuck()).isFalse();
  }

  @Test
  void isStuckWhenTheLimitsAllowNothing() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> batch = List.of(event(0, 5), event(0, 6));

    // Then
    assertThat(cut(batch, limits(0), batch.get(0)).isStuck()).isTrue();
    assertThat(cut(batch, limits(0), batch.get(1)).isStuck()).isFalse();
  }

  @Test
  void takesOutNoMoreThanTheNoteOfACommitHolds() {
    // Given every second row of a batch
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
    List<ConsumerRecord<byte[], byte[]>> poison = new ArrayList<>();
    for (int offset = 0; offset < 100_000; offset++) {
      batch.add(event(0, offset));
      if (offset % 2 == 1) {
        poison.add(batch.get(offset));
      }
    }

    // When
    PoisonCut cut = cut(batch, limits(100_000), poison.toArray(ConsumerRecord[]::new));

    // Then
    String note = CommitNote.NONE.with(cut.dead(P0)).text(cut.offsets().get(P0));
    assertThat(note).hasSizeBetween(CommitNote.LONGEST - 100, CommitNote.LONGEST + 50);
    assertThat(cut.rest().size() + cut.letters().size() + cut.later().size()).isEqualTo(100_000);
  }

  @Test
  void takesOutFewLargeOnesAtATime() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> batch = List.of(event(0, 5), event(0, 6), event(0, 7));
    batch.forEach(each -> each.headers().add("large", new byte[5 << 20]));

    // When
    PoisonCut cut = cut(batch, limits(1000), batch.get(0), batch.get(1), batch.get(2));

    // Then
    assertThat(cut.letters()).hasSize(1);
    assertThat(cut.later()).containsExactly(batch.get(1), batch.get(2));
    assertThat(cut.offsets()).isEqualTo(Map.of(P0, 6L));
  }

  @Test
  void writesNothingTwiceThatIsADeadLetterAlready() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> batch = List.of(event(0, 5), event(0, 6), event(0, 7));

    // When
    PoisonCut cut =
        PoisonCut.of(
            inFlight(batch),
            rows(batch.get(1), batch.get(2)),
            limits(1000).allowance(),
            notes,
            each -> each.offset() == 6);

    // Then
    assertThat(cut.letters()).extracting(PoisonRow::event).containsExactly(batch.get(2));
    assertThat(cut.dead(P0)).containsExactly(6L, 7L);
  }

  private PoisonCut bury(
      List<ConsumerRecord<byte[], byte[]>> batch,
      List<ConsumerRecord<byte[], byte[]>> poison,
      PoisonLimits limits) {
    PoisonLimits.Allowance allowance = limits.allowance();
    List<PoisonRow> rows = rows(poison.toArray(ConsumerRecord[]::new));
    PoisonCut cut = PoisonCut.of(inFlight(batch), rows, allowance, notes, each -> false);
    limits.written(allowance);
    return cut;
  }

  private static List<ConsumerRecord<byte[], byte[]>> events(int count) {
    List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int offset = 0; offset < count; offset++) {
      events.add(event(0, offset));
    }
    return events;
  }

  private static List<ConsumerRecord<byte[], byte[]>> every(
      int step, List<ConsumerRecord<byte[], byte[]>> events) {
    return events.stream().filter(each -> each.offset() % step == step - 1).toList();
  }

  @SafeVarargs
  private PoisonCut cut(
      List<ConsumerRecord<byte[], byte[]>> batch,
      PoisonLimits limits,
      ConsumerRecord<byte[], byte[]>... poison) {
    return PoisonCut.of(inFlight(batch), rows(poison), limits.allowance(), notes, each -> false);
  }

  @SafeVarargs
  private static List<PoisonRow> rows(ConsumerRecord<byte[], byte[]>... poison) {
    return Arrays.stream(poison).map(each -> new PoisonRow(each, "why", "What")).toList();
  }

  private static InFlight inFlight(List<ConsumerRecord<byte[], byte[]>> batch) {
    return new InFlight(
        1,
        Set.of(new TopicPartition("t", 0)),
        batch,
        Map.of(),
        InFlight.nextOffsets(batch),
        () -> false);
  }

  private static PoisonLimits limits(int inARow) {
    return new PoisonLimits(inARow, 1_000_000, () -> 0);
  }

  private static ConsumerRecord<byte[], byte[]> event(int partition, long offset) {
    return new ConsumerRecord<>("t", partition, offset, null, null);
  }
}
