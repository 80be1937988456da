package dev.caravan.capture.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnNumbersTest {

  /** The columns with numbers from 1 on; one without a name was dropped. */
  private static CatalogTable now(String... names) {
    List<CatalogTable.Item> columns = new ArrayList<>();
    List<Integer> dropped = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (names[i].isEmpty()) {
        dropped.add(i + 1);
      } else {
        columns.add(new CatalogTable.Item(names[i], i + 1, 25, -1, false, false, null));
      }
    }
    return new CatalogTable(
        7, new TableName("inventory", "orders"), 'd', List.of(), 99, columns, dropped);
  }

  private static int[] numbers(
      CatalogTable now, Map<String, Integer> announced, String... columns) {
    return ColumnNumbers.of(List.of(columns), now, announced);
  }

  @Test
  void theCatalogTellsThemByName() {
    assertThat(numbers(now("id", "", "a"), Map.of(), "id", "a")).containsExactly(1, 3);
  }

  @Test
  void aColumnOfAnotherNameByNowIsFoundByWhatWasAnnounced() {
    assertThat(numbers(now("id", "later", "", "b"), Map.of("a", 2), "id", "a", "b"))
        .containsExactly(1, 2, 4);
    assertThat(numbers(null, Map.of("id", 1, "a", 2), "id", "a")).containsExactly(1, 2);
  }

  @Test
  void namesThatWereExchangedAreThoseOfThen() {
    assertThat(numbers(now("id", "b", "a"), Map.of("id", 1, "a", 2, "b", 3), "id", "a", "b"))
        .containsExactly(1, 2, 3);
    assertThat(numbers(now("id", "c", "a"), Map.of("id", 1, "a", 2, "b", 3), "id", "a", "b"))
        .containsExactly(1, 2, 3);
  }

  @Test
  void aColumnNobodyKnewIsTheOneThatThereIsRoomFor() {
    // Renamed, and dropped, before the stream first told of it
    assertThat(numbers(now("id", "a", "later"), Map.of(), "id", "a", "early"))
        .containsExactly(1, 2, 3);
    assertThat(numbers(now("id", "", "b"), Map.of(), "id", "gone", "b")).containsExactly(1, 2, 3);
  }

  @Test
  void itIsNotGuessedWhereThereIsRoomForMore() {
    assertThat(numbers(now("id", "", "later"), Map.of(), "id", "early")).containsExactly(1, 0);
    assertThat(numbers(null, Map.of(), "id")).containsExactly(0);
  }
}
