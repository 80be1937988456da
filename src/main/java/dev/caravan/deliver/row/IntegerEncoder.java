package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Int8 to Int64.
 *
 * @param bytes the type's width: 1, 2, 4 or 8
 */
public record IntegerEncoder(int bytes) implements ValueEncoder {

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    long number = value.getLongValue();
    int unused = Long.SIZE - bytes * Byte.SIZE;
    if (number << unused >> unused != number) {
      throw new UnfitValueException(number + " is beyond Int" + bytes * Byte.SIZE);
    }
    put(number, out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    put(0, out);
  }

  private void put(long number, RowBuffer out) {
    switch (bytes) {
      case 1 -> out.writeByte((int) number);
      case 2 -> out.writeShort((int) number);
      case 4 -> out.writeInt((int) number);
      default -> out.writeLong(number);
    }
  }
}
