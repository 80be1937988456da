package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** String of PostgreSQL's text of values that come as something else. */
public record RenderedEncoder(PostgresText form) implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    out.writeText(form.of(value));
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
