package dev.caravan.capture.toast;

import static dev.caravan.capture.toast.Events.UNSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.event.RowEvent.Op;
import dev.caravan.change.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LackingColumnsTest {

  private static final TableName TABLE = new TableName("s", "t");

  private final LackingColumns lacking =
      LackingColumns.of(
          PendingValues.of(List.of(Events.row(Events.T, Op.UPDATE, 1, UNSENT, UNSENT))).first());

  private static ToastedTable table(Map<Integer, ToastedTable.Column> columns) {
    return new ToastedTable(TABLE, false, columns);
  }

  private static ToastedTable.Column now(String name, String type) {
    return new ToastedTable.Column(name, type);
  }

  @Test
  void findsColumnsUnderTheirNamesOfNow() {
    // Given
    ToastedTable renamed =
        table(Map.of(1, now("key", "int4"), 3, now("data", "text"), 4, now("doc", "bytea")));

    // Then
    assertThat(lacking.isWithin(renamed)).isTrue();
    assertThat(renamed.names(lacking.key())).containsExactly("key");
    assertThat(lacking.readable(renamed))
        .extracting(LackingColumns.Column::field)
        .containsExactly("doc", "data");
    assertThat(lacking.dropped(renamed)).isEmpty();
  }

  @Test
  void tellsWhatWasDroppedFromWhatIsOfAnotherTypeNow() {
    // Given
    ToastedTable altered = table(Map.of(1, now("id", "int4"), 4, now("data", "text")));

    // Then
    assertThat(lacking.isWithin(altered)).isFalse();
    assertThat(lacking.readable(altered)).isEmpty();
    assertThat(lacking.dropped(altered))
        .extracting(LackingColumns.Column::field)
        .containsExactly("doc");
  }
}
