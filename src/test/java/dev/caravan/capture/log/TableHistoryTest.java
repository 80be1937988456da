package dev.caravan.capture.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.relation.ColumnType;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.value.Encoding;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableHistoryTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final RelationColumn ID = column("id", 1, false, null);

  private final TableHistory history = new TableHistory();

  private static RelationColumn column(String name, int number, boolean filled, String missing) {
    ColumnType type = new ColumnType("int4", null, null, Encoding.INT32);
    return new RelationColumn(name, name, number, type, true, filled, missing);
  }

  private static Relation relation(long fileNode, boolean current, RelationColumn... columns) {
    return new Relation(7, ORDERS, List.of(columns), List.of("id"), false, fileNode, current);
  }

  private Optional<ShapeAnnouncement> announce(Relation relation) {
    List<Column> columns =
        relation.columns().stream()
            .map(
                c ->
                    new Column(
                        c.name(), c.number(), "int4", null, null, true, "int32", null, false))
            .toList();
    return history.announce(relation, new Shape(ORDERS, columns, List.of("id")), 0, 0);
  }

  private Column last(Optional<ShapeAnnouncement> announcement) {
    List<Column> columns = announcement.orElseThrow().columns();
    return columns.get(columns.size() - 1);
  }

  @Test
  void nothingIsAnnouncedTwice() {
    // Given
    assertThat(announce(relation(100, true, ID))).isPresent();

    // When, Then
    assertThat(announce(relation(100, true, ID))).isEmpty();
    assertThat(announce(relation(101, true, ID)).orElseThrow().fileNode()).isEqualTo(101);
  }

  @Test
  void whatOlderRowsHoldIsInTheColumnsEncoding() {
    // Given
    announce(relation(100, true, ID));

    // When
    Column added = last(announce(relation(100, true, ID, column("n", 2, true, "42"))));

    // Then
    assertThat(added.missing().isInt()).isTrue();
    assertThat(added.missing().asInt()).isEqualTo(42);
    assertThat(added.rewritten()).isFalse();
  }

  @Test
  void whatIsKnownOnceStaysKnown() {
    // Given
    announce(relation(100, true, ID));
    announce(relation(100, true, ID, column("n", 2, true, "42")));

    // When the table was rewritten, which makes the catalog forget
    Column again = last(announce(relation(200, true, ID, column("n", 2, true, null))));

    // Then
    assertThat(again.missing().asInt()).isEqualTo(42);
    assertThat(again.rewritten()).isFalse();
  }

  @Test
  void aRewriteGivesOlderRowsValuesOfTheirOwn() {
    // Given
    announce(relation(100, true, ID));

    // When, Then
    assertThat(last(announce(relation(200, true, ID, column("n", 2, true, null)))).rewritten())
        .isTrue();
  }

  @Test
  void aNewColumnWithoutDefaultHoldsNullWhateverElseWasRewritten() {
    // Given
    announce(relation(100, true, ID));

    // When, Then
    assertThat(last(announce(relation(200, true, ID, column("n", 2, false, null)))).rewritten())
        .isFalse();
  }

  @Test
  void aCatalogAheadOfTheStreamHidesNoRewrite() {
    // Given the table as the stream has it, while the catalog has it rewritten
    announce(relation(100, true, ID));
    assertThat(announce(relation(200, false, ID))).isEmpty();

    // When the stream comes to it
    Column added = last(announce(relation(200, true, ID, column("n", 2, true, null))));

    // Then
    assertThat(added.rewritten()).isTrue();
  }

  @Test
  void aStartAheadOfTheStreamHidesNoRewrite() {
    // Given what the start finds, and then what the stream still brings
    announce(relation(100, true, ID));
    announce(relation(200, true, ID, column("n", 2, true, null)));
    announce(relation(200, false, ID));

    // When
    Column added = last(announce(relation(200, true, ID, column("n", 2, true, null))));

    // Then
    assertThat(added.rewritten()).isTrue();
  }

  @Test
  void anotherTableOfTheNameBeginsAnew() {
    // Given
    history.announced(
        ShapeAnnouncement.of(
            new Shape(
                ORDERS,
                List.of(new Column("id", 1, "int4", null, null, true, "int32", null, true)),
                List.of("id")),
            6,
            50,
            0,
            0));

    // When
    ShapeAnnouncement announcement = announce(relation(100, true, ID)).orElseThrow();

    // Then
    assertThat(announcement.relation()).isEqualTo(7);
    assertThat(announcement.columns().get(0).rewritten()).isFalse();
  }
}
