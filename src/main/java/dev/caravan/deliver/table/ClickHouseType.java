package dev.caravan.deliver.table;

import dev.caravan.deliver.row.NullableEncoder;
import dev.caravan.deliver.row.ValueEncoder;

/**
 * A column's type in ClickHouse.
 *
 * @param name the type as ClickHouse writes it: {@code Nullable(Decimal(10, 2))}
 * @param encoder what writes the column's values in that type
 */
public record ClickHouseType(String name, ValueEncoder encoder) {

  /** The same type with room for NULL; an array stays as it is, for ClickHouse has none such. */
  ClickHouseType nullable() {
    return encoder.holdsNull()
        ? this
        : new ClickHouseType("Nullable(" + name + ")", new NullableEncoder(encoder));
  }
}
