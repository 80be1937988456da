package dev.caravan.deliver.row;

/**
 * Float32 and Float64. NaN and the infinities come as JSON strings.
 *
 * @param single whether the source's type is real: its text names the nearest float, which is
 *     seldom the nearest double
 * @param twice whether it is Float64
 */
public record FloatEncoder(boolean single, boolean twice) implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    writeText(value.text(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    try {
      put(single ? Float.parseFloat(text) : Double.parseDouble(text), text, out);
    } catch (NumberFormatException e) {
      throw new UnfitValueException(UnfitValueException.quoted(text) + " is no number");
    }
  }

  @Override
  public void writeZero(RowBuffer out) {
    put(0, "0", out);
  }

  private void put(double number, String text, RowBuffer out) {
    if (Double.isInfinite(number) && !text.endsWith("Infinity")) {
      throw new UnfitValueException(UnfitValueException.quoted(text) + " is beyond Float64");
    }
    if (twice) {
      out.writeLong(Double.doubleToLongBits(number));
    } else {
      out.writeInt(Float.floatToIntBits((float) number));
    }
  }
}
