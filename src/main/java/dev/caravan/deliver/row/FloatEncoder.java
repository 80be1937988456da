package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Float32 and Float64. NaN and the infinities come as JSON strings.
 *
 * @param twice whether it is Float64
 */
public record FloatEncoder(boolean twice) implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    boolean text = value.currentToken() == JsonToken.VALUE_STRING;
    put(text ? Double.parseDouble(value.getText()) : value.getDoubleValue(), out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    put(0, out);
  }

  private void put(double number, RowBuffer out) {
    if (twice) {
      out.writeLong(Double.doubleToRawLongBits(number));
    } else {
      out.writeInt(Float.floatToRawIntBits((float) number));
    }
  }
}
