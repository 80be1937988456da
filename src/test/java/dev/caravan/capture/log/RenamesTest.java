package dev.caravan.capture.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenamesTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName SALES = new TableName("inventory", "sales");

  private static ShapeAnnouncement announcement(TableName table, long relation) {
    return ShapeAnnouncement.of(new Shape(table, List.of(), List.of()), relation, 1, 0, 0);
  }

  @Test
  void noticesATableThatGoesByAnotherName() {
    // Given
    Renames renames = new Renames(List.of(announcement(ORDERS, 16384)));

    // Then
    assertThat(renames.formerName(announcement(ORDERS, 16384))).isEmpty();
    assertThat(renames.formerName(announcement(SALES, 16384))).contains(ORDERS);
    assertThat(renames.formerName(announcement(SALES, 16384))).isEmpty();
    assertThat(renames.formerName(announcement(ORDERS, 16999))).isEmpty();
  }

  @Test
  void knowsTheLastNameFromWhatWasAnnouncedBefore() {
    // Given
    Renames renames = new Renames(List.of(announcement(ORDERS, 16384), announcement(SALES, 16384)));

    // Then
    assertThat(renames.formerName(announcement(SALES, 16384))).isEmpty();
    assertThat(renames.formerName(announcement(ORDERS, 16384))).contains(SALES);
  }

  @Test
  void saysNothingOfTablesWhoseOidIsNotKnown() {
    // Given
    Renames renames = new Renames(List.of(announcement(ORDERS, 0)));

    // Then
    assertThat(renames.formerName(announcement(SALES, 0))).isEmpty();
  }
}
