package dev.caravan.capture.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablePositionTest {

  private static final TableProgress PROGRESS =
      new TableProgress(
          "inventory",
          "orders",
          TableProgress.State.READING,
          "one",
          "id < 7",
          5,
          6,
          "a",
          "b",
          null);
  private static final TablePlace PLACE =
      new TablePlace(true, 100, "7:9:8", true, 200, 1, 16400, List.of(), null, null);

  @Test
  void readsWhatItWrote() {
    // Given
    TablePlace place = PLACE.reading("inventory.orders_1", "(3,4)").finished("inventory.orders_1");
    TablePosition position = new TablePosition(PROGRESS, true, true, place);

    // When
    TablePosition read = TablePosition.read(position.toBytes());

    // Then
    assertThat(read).isEqualTo(position);
    assertThat(read.place().done()).containsExactly("inventory.orders_1");
    assertThat(read.place().rowId()).isNull();
    assertThat(read.table()).isEqualTo(new TableName("inventory", "orders"));
  }

  @Test
  void readsOneOfALaterVersion() {
    // Given
    String later =
        new String(
                new TablePosition(PROGRESS, false, false, null).toBytes(), StandardCharsets.UTF_8)
            .replace("{\"progress\":{", "{\"new\":1,\"progress\":{\"newer\":[2],");

    // When
    TablePosition read = TablePosition.read(later.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(read.progress()).isEqualTo(PROGRESS);
    assertThat(read.place()).isNull();
  }

  @Test
  void endsWithoutAPlace() {
    // When
    TablePosition ended = new TablePosition(PROGRESS, true, false, PLACE).ended();

    // Then
    assertThat(ended.progress().state()).isEqualTo(TableProgress.State.COMPLETE);
    assertThat(ended.progress().id()).isEqualTo("one");
    assertThat(ended.place()).isNull();
  }
}
