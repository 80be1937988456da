package dev.caravan.workload;

import java.util.List;
import java.util.Locale;

/** What becomes of an order. */
enum OrderStatus {
  NEW,
  PAID,
  PACKED,
  SHIPPED,
  DELIVERED;

  static final List<OrderStatus> ALL = List.of(values());

  boolean isShipped() {
    return compareTo(SHIPPED) >= 0;
  }

  /** As it stands in the table. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
