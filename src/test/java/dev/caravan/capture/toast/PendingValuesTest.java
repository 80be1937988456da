package dev.caravan.capture.toast;

import static dev.caravan.capture.toast.Events.UNSENT;
import static dev.caravan.capture.toast.Events.delete;
import static dev.caravan.capture.toast.Events.row;
import static dev.caravan.capture.toast.Events.truncate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.RowEvent.Op;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingValuesTest {

  private static List<Integer> lacking(List<RowEvent> batch) {
    return PendingValues.of(batch).next(100).stream().map(PendingValues.Event::index).toList();
  }

  private static String doc(RowEvent event) {
    return new String(event.bytes(Events.DOC), StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsLackingWhereEverythingWasSent() {
    assertThat(PendingValues.of(List.of(row(Op.CREATE, 1, "a"), delete(1), truncate())).isEmpty())
        .isTrue();
  }

  @Test
  void findsTextsAndBytesThatWereNotSent() {
    // Given
    List<RowEvent> batch =
        List.of(row(Op.UPDATE, 1, "a"), row(Events.T, Op.UPDATE, 2, UNSENT, UNSENT));

    // When
    PendingValues pending = PendingValues.of(batch);

    // Then
    assertThat(pending.transactions()).containsExactly(7L);
    assertThat(pending.first().index()).isEqualTo(1);
    assertThat(pending.first().places()).containsExactly(Events.DOC, Events.DATA);
  }

  @Test
  void takesAValueFromAnEarlierEventOfTheRow() {
    // Given
    List<RowEvent> batch =
        List.of(
            row(Op.CREATE, 1, "first"),
            row(Op.UPDATE, 2, UNSENT),
            row(Op.UPDATE, 1, UNSENT),
            row(Op.UPDATE, 1, "second"),
            row(Op.UPDATE, 1, UNSENT),
            row(Op.UPDATE, 1, UNSENT));

    // When
    List<Integer> lacking = lacking(batch);

    // Then
    assertThat(lacking).containsExactly(1);
    assertThat(batch.subList(2, 6))
        .extracting(PendingValuesTest::doc)
        .containsExactly("first", "second", "second", "second");
  }

  @Test
  void takesNothingFromARowThatWasDeleted() {
    // Given a key that is used again by an update of another row's key
    List<RowEvent> batch =
        List.of(row(Op.CREATE, 1, "gone"), delete(1), delete(2), row(Op.CREATE, 1, UNSENT));

    // Then
    assertThat(lacking(batch)).containsExactly(3);
    assertThat(batch.get(3).lacks(Events.DOC)).isTrue();
  }

  @Test
  void takesNothingFromBeforeATruncate() {
    assertThat(lacking(List.of(row(Op.CREATE, 1, "gone"), truncate(), row(Op.UPDATE, 1, UNSENT))))
        .containsExactly(2);
  }

  @Test
  void takesNothingFromAnotherTable() {
    // Given
    List<RowEvent> batch =
        List.of(row(Events.OTHER, Op.CREATE, 1, "theirs", null), row(Op.UPDATE, 1, UNSENT));

    // Then
    assertThat(lacking(batch)).containsExactly(1);
  }

  @Test
  void asksForAllEventsOfARowUntilOneBringsTheValue() {
    assertThat(
            lacking(
                List.of(
                    row(Op.UPDATE, 1, UNSENT),
                    row(Op.UPDATE, 1, UNSENT),
                    row(Op.UPDATE, 1, "new"),
                    delete(1))))
        .containsExactly(0, 1);
  }

  @Test
  void asksForWhatTheEarlierEventHasNot() {
    // Given
    RowEvent earlier = row(Events.T, Op.UPDATE, 1, "sent", UNSENT);
    RowEvent later = row(Events.T, Op.UPDATE, 1, UNSENT, UNSENT);

    // When
    List<PendingValues.Event> events = PendingValues.of(List.of(earlier, later)).next(100);

    // Then
    assertThat(events).hasSize(2);
    assertThat(events.get(1).places()).containsExactly(Events.DATA);
    assertThat(doc(later)).isEqualTo("sent");
  }
}
