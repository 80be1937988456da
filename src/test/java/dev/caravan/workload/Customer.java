package dev.caravan.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A row of {@code inventory.customers} before it has an id. */
record Customer(
    UUID publicId,
    String name,
    String email,
    String phone,
    String city,
    LocalDate birthDate,
    boolean newsletter,
    String preferences,
    Instant registeredAt) {

  static final String COLUMNS =
      "public_id, name, email, phone, city, birth_date, newsletter, preferences, registered_at";

  Object[] values() {
    return new Object[] {
      publicId, name, email, phone, city, birthDate, newsletter, preferences, registeredAt
    };
  }
}
