package dev.caravan.deliver.row;

/** String: text as it is, numbers and booleans as JSON writes them, which is how SQL does. */
public record TextEncoder() implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    out.writeBinary(value.bytes(), value.start(), value.length());
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    out.writeText(text);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }
}
