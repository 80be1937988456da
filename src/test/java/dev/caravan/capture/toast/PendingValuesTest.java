package dev.caravan.capture.toast;

import static dev.caravan.capture.toast.Events.UNSENT;
import static dev.caravan.capture.toast.Events.after;
import static dev.caravan.capture.toast.Events.delete;
import static dev.caravan.capture.toast.Events.row;
import static dev.caravan.capture.toast.Events.truncate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.Unavailable;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class PendingValuesTest {

  private static final byte[] UNSENT_BYTES = Unavailable.BYTES;

  private static List<Integer> lacking(List<SourceRecord> batch) {
    return PendingValues.of(batch).next(100).stream().map(PendingValues.Event::index).toList();
  }

  @Test
  void nothingIsLackingWhereEverythingWasSent() {
    assertThat(PendingValues.of(List.of(row("c", 1, "a"), delete(1), truncate())).isEmpty())
        .isTrue();
  }

  @Test
  void findsTextsAndBytesThatWereNotSent() {
    // Given
    List<SourceRecord> batch =
        List.of(row("u", 1, "a"), row("p.s.t", "u", 2, UNSENT, UNSENT_BYTES));

    // When
    PendingValues pending = PendingValues.of(batch);

    // Then
    assertThat(pending.transactions()).containsExactly(7L);
    assertThat(pending.first().index()).isEqualTo(1);
    assertThat(pending.first().fields()).extracting(Field::name).containsExactly("doc", "data");
  }

  @Test
  void takesAValueFromAnEarlierEventOfTheRow() {
    // Given
    List<SourceRecord> batch =
        List.of(
            row("c", 1, "first"),
            row("u", 2, UNSENT),
            row("u", 1, UNSENT),
            row("u", 1, "second"),
            row("u", 1, UNSENT),
            row("u", 1, UNSENT));

    // When
    List<Integer> lacking = lacking(batch);

    // Then
    assertThat(lacking).containsExactly(1);
    assertThat(batch.subList(2, 6))
        .extracting(event -> after(event).getString("doc"))
        .containsExactly("first", "second", "second", "second");
  }

  @Test
  void takesNothingFromARowThatWasDeleted() {
    // Given a key that is used again by an update of another row's key
    List<SourceRecord> batch =
        List.of(row("c", 1, "gone"), delete(1), delete(2), row("c", 1, UNSENT));

    // Then
    assertThat(lacking(batch)).containsExactly(3);
    assertThat(after(batch.get(3)).getString("doc")).isEqualTo(UNSENT);
  }

  @Test
  void takesNothingFromBeforeATruncate() {
    assertThat(lacking(List.of(row("c", 1, "gone"), truncate(), row("u", 1, UNSENT))))
        .containsExactly(2);
  }

  @Test
  void takesNothingFromAnotherTable() {
    // Given
    List<SourceRecord> batch =
        List.of(row("p.s.other", "c", 1, "theirs", null), row("u", 1, UNSENT));

    // Then
    assertThat(lacking(batch)).containsExactly(1);
  }

  @Test
  void asksForAllEventsOfARowUntilOneBringsTheValue() {
    assertThat(
            lacking(
                List.of(row("u", 1, UNSENT), row("u", 1, UNSENT), row("u", 1, "new"), delete(1))))
        .containsExactly(0, 1);
  }

  @Test
  void asksForWhatTheEarlierEventHasNot() {
    // Given
    SourceRecord earlier = row("p.s.t", "u", 1, "sent", UNSENT_BYTES);
    SourceRecord later = row("p.s.t", "u", 1, UNSENT, UNSENT_BYTES);

    // When
    List<PendingValues.Event> events = PendingValues.of(List.of(earlier, later)).next(100);

    // Then
    assertThat(events).hasSize(2);
    assertThat(events.get(1).fields()).extracting(Field::name).containsExactly("data");
    assertThat(after(later).getString("doc")).isEqualTo("sent");
  }
}
