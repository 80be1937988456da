package dev.caravan.workload;

import java.time.Instant;
import java.time.LocalDateTime;

/** A row of {@code inventory.inventory}: how much of a product lies in a warehouse. */
record Stock(
    String warehouse,
    long productId,
    int quantity,
    int reserved,
    Integer reorderLevel,
    LocalDateTime countedAt,
    Instant updatedAt) {

  static final String COLUMNS =
      "warehouse, product_id, quantity, reserved, reorder_level, counted_at, updated_at";

  Object[] values() {
    return new Object[] {
      warehouse, productId, quantity, reserved, reorderLevel, countedAt, updatedAt
    };
  }
}
