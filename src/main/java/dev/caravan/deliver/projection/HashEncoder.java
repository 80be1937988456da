package dev.caravan.deliver.projection;

import dev.caravan.deliver.row.JsonValue;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.ValueEncoder;

/**
 * The hash in the value's place.
 *
 * @param text writes the value as PostgreSQL's text of it
 * @param target writes the hash
 */
record HashEncoder(ColumnHash hash, ValueEncoder text, ValueEncoder target)
    implements ValueEncoder {

  private static final int SMALL = 64;

  @Override
  public void write(JsonValue value, RowBuffer out) {
    RowBuffer plain = new RowBuffer(SMALL);
    text.write(value, plain);
    target.writeText(hash.of(plain.toByteArray()), out);
  }

  @Override
  public void writeText(String value, RowBuffer out) {
    RowBuffer plain = new RowBuffer(SMALL);
    text.writeText(value, plain);
    target.writeText(hash.of(plain.toByteArray()), out);
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
