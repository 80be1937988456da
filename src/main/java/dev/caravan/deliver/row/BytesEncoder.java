package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** String of raw bytes, which come as Base64. */
public record BytesEncoder() implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    out.writeBinary(value.getBinaryValue());
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }
}
