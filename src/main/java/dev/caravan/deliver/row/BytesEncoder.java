package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HexFormat;

/** String of raw bytes, which come as Base64, in arrays as {@code \x00ff}. */
public record BytesEncoder() implements ValueEncoder {

  private static final String HEX = "\\x";

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    out.writeBinary(value.getBinaryValue());
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
