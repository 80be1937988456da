package dev.caravan.capture.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelationTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final int TEXT = 25;
  private static final String DROPPED = "-";

  private final PostgresTypes types = new PostgresTypes();

  private static RelationMessage then(char identity, String... columns) {
    return new RelationMessage(
        7,
        ORDERS,
        identity,
        Arrays.stream(columns)
            .map(
                name ->
                    new RelationMessage.Item(
                        name.replace("*", ""), identity == 'f' || name.endsWith("*"), TEXT, -1))
            .toList());
  }

  private static CatalogTable now(char identity, List<String> key, String... columns) {
    List<CatalogTable.Item> items = new ArrayList<>();
    List<Integer> dropped = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].equals(DROPPED)) {
        dropped.add(i + 1);
      } else {
        items.add(new CatalogTable.Item(columns[i], i + 1, TEXT, -1, true, true, "old"));
      }
    }
    return new CatalogTable(7, ORDERS, identity, key, 99, items, dropped);
  }

  private Relation relation(RelationMessage then, CatalogTable now) {
    return Relation.of(then, now, List.of(), types);
  }

  @Test
  void whenNothingChangedTheCatalogCompletesTheStream() {
    // When
    Relation relation =
        relation(then('d', "a*", "b", "c*"), now('d', List.of("c", "a"), "a", "b", "c"));

    // Then the key is in its own order
    assertThat(relation.key()).containsExactly("c", "a");
    assertThat(relation.columns()).extracting(RelationColumn::number).containsExactly(1, 2, 3);
    assertThat(relation.columns()).noneMatch(RelationColumn::nullable);
    assertThat(relation.columns()).allMatch(column -> column.missing().equals("old"));
    assertThat(relation.current()).isTrue();
    assertThat(relation.appendOnly()).isFalse();
  }

  @Test
  void aColumnTheCatalogHasNoMoreMayHoldNull() {
    // When
    Relation relation =
        relation(then('d', "id*", "gone"), now('d', List.of("id"), "id", DROPPED, "later"));

    // Then
    assertThat(relation.columns()).extracting(RelationColumn::name).containsExactly("id", "gone");
    assertThat(relation.columns().get(1).nullable()).isTrue();
    assertThat(relation.columns().get(1).missing()).isNull();
    assertThat(relation.current()).isFalse();
  }

  @Test
  void aColumnRenamedLaterIsCompletedByItsNumber() {
    // When
    Relation relation = relation(then('f', "a", "b"), now('f', List.of("c"), "a", "c", "b"));

    // Then
    assertThat(relation.columns()).extracting(RelationColumn::number).containsExactly(1, 2);
    assertThat(relation.columns()).noneMatch(RelationColumn::nullable);
    assertThat(relation.key()).containsExactly("b");
    assertThat(relation.current()).isFalse();
  }

  @Test
  void aKeyOfLaterIsNotTaken() {
    assertThat(relation(then('d', "a*", "b"), now('d', List.of("b"), "a", "b")).key())
        .containsExactly("a");
    assertThat(relation(then('f', "a"), now('f', List.of("b"), "a", "b")).key()).isEmpty();
    assertThat(relation(then('d', "a*", "b"), null).key()).containsExactly("a");
  }

  @Test
  void withFullIdentityTheKeyIsThePrimaryOne() {
    assertThat(relation(then('f', "a", "b"), now('f', List.of("b"), "a", "b")).key())
        .containsExactly("b");
    assertThat(relation(then('f', "a", "b"), now('f', List.of(), "a", "b")).appendOnly()).isFalse();
  }

  @Test
  void withoutIdentityRowsAreOnlyAdded() {
    assertThat(relation(then('d', "a"), now('d', List.of(), "a")).appendOnly()).isTrue();
    assertThat(relation(then('n', "a"), now('n', List.of("a"), "a")).appendOnly()).isTrue();
    assertThat(relation(then('n', "a"), now('n', List.of("a"), "a")).key()).isEmpty();
  }

  @Test
  void columnsMayComeToHoldNull() {
    // Given
    Relation relation = relation(then('d', "a*", "b"), now('d', List.of("a"), "a", "b"));

    // When
    Relation changed = relation.withNullable(Set.of(1));

    // Then
    assertThat(changed.columns()).extracting(RelationColumn::nullable).containsExactly(false, true);
  }
}
