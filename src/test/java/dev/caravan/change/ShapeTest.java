package dev.caravan.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final Column ID = new Column("id", "int8", null, null, false, "int64");

  @Test
  void equalShapesHaveOneId() {
    assertThat(new Shape(ORDERS, List.of(ID), List.of("id")).id())
        .isEqualTo(new Shape(ORDERS, List.of(ID), List.of("id")).id())
        .matches("[0-9a-f]{16}");
  }

  @Test
  void anyDifferenceMakesAnotherId() {
    // Given
    String id = new Shape(ORDERS, List.of(ID), List.of("id")).id();
    Column nullable = new Column("id", "int8", null, null, true, "int64");

    // Then
    assertThat(new Shape(ORDERS, List.of(nullable), List.of("id")).id()).isNotEqualTo(id);
    assertThat(new Shape(ORDERS, List.of(ID), List.of()).id()).isNotEqualTo(id);
    assertThat(new Shape(ORDERS, List.of(ID), List.of("id"), false, 0).id()).isEqualTo(id);
    assertThat(new Shape(ORDERS, List.of(ID), List.of("id"), false, 7).id()).isNotEqualTo(id);
    assertThat(new Shape(new TableName("a", "b"), List.of(ID), List.of("id")).id())
        .isNotEqualTo(id);
  }

  @Test
  void anAnnouncementIsReadAsItWasWritten() {
    // Given
    ShapeAnnouncement announcement =
        ShapeAnnouncement.of(new Shape(ORDERS, List.of(ID), List.of("id")), 42, 1_000);

    // When
    ShapeAnnouncement read = ShapeAnnouncement.read(announcement.value());

    // Then
    assertThat(read).isEqualTo(announcement);
    assertThat(read.toShape().id()).isEqualTo(announcement.shape());
    assertThat(announcement.key())
        .asString()
        .isEqualTo(
            "{\"schema\":\"inventory\",\"table\":\"orders\",\"shape\":\"%s\"}"
                .formatted(announcement.shape()));
  }
}
