package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutdatedTest {

  private static final List<Column> COLUMNS = List.of(column("id", 1), column("shop", 2));
  private static final Shape OLD = shape(List.of("id"), 7);
  private static final Shape ANEW = shape(List.of("id"), 8);
  private static final Shape REKEYED = shape(List.of("shop", "id"), 7);

  @Test
  void passesOverEventsOfATableThatWasCreatedAnew() {
    // Given
    LaterShapes later = new LaterShapes(List.of(ANEW));

    // When
    // Then
    assertThat(Outdated.why(table(8, "id"), OLD, later))
        .contains("inventory.orders was dropped and created anew in PostgreSQL after them");
    assertThat(Outdated.why(table(7, "id"), OLD, later)).isEmpty();
    assertThat(Outdated.why(table(0, "id"), OLD, later)).isEmpty();
    assertThat(Outdated.why(table(7, "id"), ANEW, LaterShapes.NONE)).isEmpty();
  }

  @Test
  void makesNoTableForOneThatIsGone() {
    // When
    // Then
    assertThat(Outdated.why(OLD, new LaterShapes(List.of(ANEW)))).isPresent();
    assertThat(Outdated.why(OLD, new LaterShapes(List.of(REKEYED)))).isEmpty();
    assertThat(Outdated.why(ANEW, LaterShapes.NONE)).isEmpty();
  }

  @Test
  void passesOverEventsOfAFormerKeyInATableOrderedByTheNewOne() {
    // Given
    LaterShapes later = new LaterShapes(List.of(REKEYED));

    // When
    // Then
    assertThat(Outdated.why(table(7, "id", "shop"), OLD, later))
        .contains(
            "the key of inventory.orders was [id] then and is [shop, id] now, by which ClickHouse"
                + " table default.orders_final is ordered; unless it was done since, run in"
                + " PostgreSQL: UPDATE \"inventory\".\"orders\" SET \"shop\" = \"shop\", which"
                + " sends every row again");
    assertThat(Outdated.why(table(7, "id"), OLD, later)).isEmpty();
    assertThat(Outdated.why(table(7, "id"), REKEYED, LaterShapes.NONE)).isEmpty();
  }

  @Test
  void tellsHowFarATableIs() {
    // Given
    List<Column> more = new ArrayList<>(COLUMNS);
    more.add(column("added", 3));
    Shape added = new Shape(OLD.table(), more, List.of("id"), false, 7);

    // When
    // Then
    LaterShapes later = new LaterShapes(List.of(added, REKEYED, ANEW));
    assertThat(ReachedShape.of(table(7, "id"), OLD, later, false)).isEqualTo(OLD);
    assertThat(ReachedShape.of(table(8, "id"), ANEW, LaterShapes.NONE, false)).isEqualTo(ANEW);
    assertThat(
            ReachedShape.of(
                table(7, "id", "shop"), OLD, new LaterShapes(List.of(added, REKEYED)), false))
        .isEqualTo(REKEYED);
  }

  private static TargetTable table(long relation, String... key) {
    List<TargetColumn> columns = new ArrayList<>();
    for (Column each : COLUMNS) {
      columns.add(
          TargetColumn.of(
              each.name(),
              "Int32",
              List.of(key).contains(each.name()),
              TargetColumn.comment(each)));
    }
    DeliveryColumns.names()
        .forEach(name -> columns.add(new TargetColumn(name, DeliveryColumns.type(name), false)));
    return TargetTable.of(
        new TargetName("default", "orders_final"),
        columns,
        "ReplacingMergeTree",
        new TableComment("inventory.orders", relation).toString());
  }

  private static Column column(String name, int number) {
    return new Column(name, number, "int4", null, null, false, "int32", null, false);
  }

  private static Shape shape(List<String> key, long relation) {
    return new Shape(new TableName("inventory", "orders"), COLUMNS, key, false, relation);
  }
}
