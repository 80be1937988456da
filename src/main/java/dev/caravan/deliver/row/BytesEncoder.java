package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.Base64Variants;
import java.util.HexFormat;

/** String of raw bytes, which come as Base64, in arrays as {@code \x00ff}. */
public record BytesEncoder() implements ValueEncoder {

  private static final String HEX = "\\x";

  @Override
  public void write(JsonValue value, RowBuffer out) {
    if (!value.isText()) {
      throw new UnfitValueException(
          UnfitValueException.quoted(value.text()) + " is no Base64 text");
    }
    out.writeBinary(Base64Variants.getDefaultVariant().decode(value.text()));
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    if (!text.startsWith(HEX)) {
      throw new UnfitValueException(
          UnfitValueException.quoted(text) + " is no bytea in hexadecimal form");
    }
    out.writeBinary(HexFormat.of().parseHex(text, HEX.length(), text.length()));
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }
}
