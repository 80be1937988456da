package dev.caravan.capture.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnNumbersTest {

  /** Columns with numbers from 1, each {@code name type}, or {@code -} for a dropped one. */
  private static List<KnownColumn> columns(String... columns) {
    List<KnownColumn> known = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ");
      int number = known.size() + 1;
      known.add(
          parts.length == 1
              ? KnownColumn.dropped(number)
              : new KnownColumn(parts[0], number, parts[1]));
    }
    return known;
  }

  private static List<KnownColumn> standing(String... columns) {
    return columns(columns).stream().filter(column -> !column.isDropped()).toList();
  }

  private static List<Integer> find(
      List<KnownColumn> then, List<KnownColumn> now, List<KnownColumn> before) {
    return new ColumnNumbers(then, now, before).find();
  }

  @Test
  void aColumnRenamedLaterIsTheSame() {
    assertThat(find(columns("id int", "a text"), columns("id int", "b text"), List.of()))
        .containsExactly(1, 2);
  }

  @Test
  void aNameGivenToAnotherColumnLaterIsThatOfTheFirst() {
    assertThat(find(columns("id int", "a text"), columns("id int", "b text", "a text"), List.of()))
        .containsExactly(1, 2);
  }

  @Test
  void namesThatWereSwappedLater() {
    assertThat(
            find(
                columns("id int", "a text", "b text"),
                columns("id int", "b text", "a text"),
                List.of()))
        .containsExactly(1, 2, 3);
  }

  @Test
  void aColumnDroppedLaterKeepsItsNumber() {
    assertThat(
            find(columns("id int", "a text", "b int"), columns("id int", "-", "b int"), List.of()))
        .containsExactly(1, 2, 3);
  }

  @Test
  void aNameGivenToANewColumnOfAnotherTypeIsThatOfTheNewOne() {
    // Given the table as it was described before
    List<KnownColumn> before = columns("id int", "a text");

    // When, Then
    assertThat(find(columns("id int", "a int"), columns("id int", "-", "a int"), before))
        .containsExactly(1, 3);
  }

  @Test
  void aColumnDroppedLaterIsNotTheOneThatGotItsName() {
    // Given the table as it was described before
    List<KnownColumn> before = columns("id int", "a text");

    // When, Then
    assertThat(find(columns("id int", "a text"), columns("id int", "-", "a text"), before))
        .containsExactly(1, 2);
    assertThat(find(columns("id int", "b text"), columns("id int", "-", "a text"), before))
        .containsExactly(1, 2);
  }

  @Test
  void aNewColumnIsYoungerThanAllBefore() {
    // Given a column that was dropped before
    List<KnownColumn> before = standing("id int", "-", "b text");

    // When, Then
    assertThat(
            find(
                columns("id int", "b text", "c text"),
                columns("id int", "-", "b text", "-"),
                before))
        .containsExactly(1, 3, 4);
  }

  @Test
  void withoutAnythingKnownBeforeTheNameDecides() {
    assertThat(find(columns("id int", "a text"), columns("id int", "-", "a text"), List.of()))
        .containsExactly(1, 3);
  }

  @Test
  void aTableThatWasDroppedKeepsItsNumbers() {
    assertThat(find(columns("id int", "b int"), List.of(), standing("id int", "-", "b int")))
        .containsExactly(1, 3);
    assertThat(find(columns("id int"), List.of(), List.of())).containsExactly(0);
  }
}
