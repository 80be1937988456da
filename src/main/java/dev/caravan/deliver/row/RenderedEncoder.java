package dev.caravan.deliver.row;

/** String of PostgreSQL's text of values that come as something else. */
public record RenderedEncoder(PostgresText form) implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
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
