package dev.caravan.deliver.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncedTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private final Announced announced = new Announced();
  private final Shape first = shape("a");
  private final Shape second = shape("b");

  @Test
  void knowsWhatWasAnnouncedAfterAShape() {
    // Given
    add(first);
    add(second);
    add(new Shape(new TableName("inventory", "other"), List.of(), List.of()));

    // When
    // Then
    assertThat(announced.latest(ORDERS)).contains(second);
    assertThat(announced.after(first).shapes()).containsExactly(second);
    assertThat(announced.after(second).shapes()).isEmpty();
    assertThat(announced.byId(ORDERS, first.id())).contains(first);
  }

  @Test
  void takesAShapeThatIsAnnouncedAgainForTheNewest() {
    // Given
    add(first);
    add(second);

    // When
    add(first);

    // Then
    assertThat(announced.latest(ORDERS)).contains(first);
    assertThat(announced.after(second).shapes()).containsExactly(first);
    assertThat(announced.after(first).shapes()).isEmpty();
  }

  @Test
  void tellsWhetherALaterShapeHasAColumnUnderAName() {
    // Given
    LaterShapes later = new LaterShapes(List.of(second));

    // When
    // Then
    assertThat(later.has(1, "b")).isTrue();
    assertThat(later.has(1, "a")).isFalse();
    assertThat(later.lacks(1)).isFalse();
    assertThat(later.lacks(2)).isTrue();
    assertThat(LaterShapes.NONE.lacks(2)).isFalse();
  }

  private void add(Shape shape) {
    announced.add(shape.id(), shape);
  }

  private static Shape shape(String name) {
    return new Shape(
        ORDERS,
        List.of(new Column(name, 1, "int4", null, null, false, "int32", null, false)),
        List.of());
  }
}
