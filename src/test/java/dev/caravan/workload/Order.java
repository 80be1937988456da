package dev.caravan.workload;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A row of {@code inventory.orders} before it has an id. */
record Order(
    UUID reference,
    long customerId,
    long productId,
    String warehouse,
    int quantity,
    BigDecimal total,
    String status,
    boolean gift,
    String note,
    Instant orderedAt,
    Instant shippedAt,
    LocalDate deliverOn) {

  static final String COLUMNS =
      "reference, customer_id, product_id, warehouse, quantity, total, status, gift, note,"
          + " ordered_at, shipped_at, deliver_on";

  Object[] values() {
    return new Object[] {
      reference,
      customerId,
      productId,
      warehouse,
      quantity,
      total,
      status,
      gift,
      note,
      orderedAt,
      shippedAt,
      deliverOn
    };
  }
}
