package dev.caravan.deliver.row;

/** Bool: one byte, 0 or 1. */
public record BoolEncoder() implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    out.writeByte(value.truth() ? 1 : 0);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    switch (text) {
      case "t" -> out.writeByte(1);
      case "f" -> out.writeByte(0);
      default -> throw new UnfitValueException(UnfitValueException.quoted(text) + " is no boolean");
    }
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeByte(0);
  }
}
