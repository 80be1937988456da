package dev.caravan.capture.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapeOrderTest {

  private static final Shape SHAPE =
      new Shape(
          new TableName("inventory", "orders"),
          List.of(new Column("id", "int8", null, null, false, "int64")),
          List.of("id"));
  private static final Optional<ShapeAnnouncement> AT_500 =
      Optional.of(ShapeAnnouncement.of(SHAPE, 1, 1, 500, 0));

  @Test
  void isInLineWhereTheShapeIsTheLatestOrTheFirst() {
    assertThat(ShapeOrder.of(Optional.empty(), "any", 600, 0)).isEqualTo(ShapeOrder.IN_LINE);
    assertThat(ShapeOrder.of(AT_500, SHAPE.id(), 600, 0)).isEqualTo(ShapeOrder.IN_LINE);
  }

  @Test
  void waitsUntilTheStreamIsBehindRowsOfAnotherShape() {
    assertThat(ShapeOrder.of(AT_500, "other", 600, 600)).isEqualTo(ShapeOrder.EARLY);
    assertThat(ShapeOrder.of(AT_500, "other", 600, 601)).isEqualTo(ShapeOrder.IN_LINE);
  }

  @Test
  void isLateWhereTheShapeWasAnnouncedAfterTheRowsWereRead() {
    assertThat(ShapeOrder.of(AT_500, "other", 499, 501)).isEqualTo(ShapeOrder.LATE);
  }
}
