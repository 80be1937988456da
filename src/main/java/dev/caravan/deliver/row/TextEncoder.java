package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** String: text as it is, numbers and booleans as JSON writes them, which is how SQL does. */
public record TextEncoder() implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    if (value.currentToken().isStructStart()) {
      throw new UnfitValueException("an object or array of JSON is no value of a column");
    }
    out.writeText(value.getTextCharacters(), value.getTextOffset(), value.getTextLength());
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
