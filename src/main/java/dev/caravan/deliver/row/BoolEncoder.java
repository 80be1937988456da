package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Bool: one byte, 0 or 1. */
public record BoolEncoder() implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    out.writeByte(value.getBooleanValue() ? 1 : 0);
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
