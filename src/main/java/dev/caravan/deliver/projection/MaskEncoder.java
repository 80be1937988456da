package dev.caravan.deliver.projection;

import dev.caravan.deliver.row.JsonValue;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.ValueEncoder;

/**
 * The same text in every value's place.
 *
 * @param target writes the text
 */
record MaskEncoder(String mask, ValueEncoder target) implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    target.writeText(mask, out);
  }

  @Override
  public void writeText(String value, RowBuffer out) {
    target.writeText(mask, out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    target.writeZero(out);
  }

  @Override
  public boolean holdsNull() {
    return target.holdsNull();
  }
}
