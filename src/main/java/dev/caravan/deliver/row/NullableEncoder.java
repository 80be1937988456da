package dev.caravan.deliver.row;

/** Nullable(T): a byte that is 1 for NULL, else 0 and the value. */
public record NullableEncoder(ValueEncoder inner) implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    out.writeByte(0);
    inner.write(value, out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    out.writeByte(0);
    inner.writeText(text, out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeByte(1);
  }

  @Override
  public boolean holdsNull() {
    return true;
  }
}
