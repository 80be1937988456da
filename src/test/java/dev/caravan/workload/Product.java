package dev.caravan.workload;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** A row of {@code inventory.products} before it has an id. */
record Product(
    String sku,
    String name,
    String category,
    BigDecimal price,
    BigDecimal weightKg,
    boolean active,
    LocalDate releasedOn,
    String attributes,
    Instant updatedAt) {

  static final String COLUMNS =
      "sku, name, category, price, weight_kg, active, released_on, attributes, updated_at";

  Object[] values() {
    return new Object[] {
      sku, name, category, price, weightKg, active, releasedOn, attributes, updatedAt
    };
  }
}
