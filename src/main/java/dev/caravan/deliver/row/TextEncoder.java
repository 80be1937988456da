package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;

/** String: text as it is, anything else as its JSON text. */
public record TextEncoder() implements ValueEncoder {

  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    if (value.currentToken().isStructStart()) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(text)) {
        generator.copyCurrentStructure(value);
      }
      out.writeText(text.toString());
    } else {
      out.writeText(value.getTextCharacters(), value.getTextOffset(), value.getTextLength());
    }
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }
}
