package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Array(Nullable(T)): the number of elements as a varint, then the elements. */
public record ArrayEncoder(ValueEncoder element) implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    if (value.currentToken() != JsonToken.START_ARRAY) {
      throw new UnfitValueException("'" + value.getText() + "' is no array");
    }
    int start = out.size();
    int count = 0;
    while (value.nextToken() != JsonToken.END_ARRAY) {
      if (value.currentToken() == JsonToken.VALUE_NULL) {
        element.writeZero(out);
      } else if (value.currentToken() == JsonToken.START_ARRAY) {
        throw new UnfitValueException("an array of arrays has no column type here");
      } else {
        element.write(value, out);
      }
      count++;
    }
    out.insertVarint(start, count);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }

  /** ClickHouse has no Nullable(Array): a NULL array is stored as an empty one. */
  @Override
  public boolean holdsNull() {
    return true;
  }
}
