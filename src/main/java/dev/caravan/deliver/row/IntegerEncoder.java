package dev.caravan.deliver.row;

/**
 * Int8 to Int256.
 *
 * @param bytes the type's width: 1, 2, 4, 8, 16 or 32
 */
public record IntegerEncoder(int bytes) implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    put(value.whole(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    try {
      put(Long.parseLong(text), out);
    } catch (NumberFormatException e) {
      throw new UnfitValueException(UnfitValueException.quoted(text) + " is no integer");
    }
  }

  @Override
  public void writeZero(RowBuffer out) {
    put(0, out);
  }

  private void put(long number, RowBuffer out) {
    int unused = Long.SIZE - Math.min(bytes, Long.BYTES) * Byte.SIZE;
    if (number << unused >> unused != number) {
      throw new UnfitValueException(number + " is beyond Int" + bytes * Byte.SIZE);
    }
    switch (bytes) {
      case 1 -> out.writeByte((int) number);
      case 2 -> out.writeShort((int) number);
      case 4 -> out.writeInt((int) number);
      default -> {
        out.writeLong(number);
        for (int i = Long.BYTES; i < bytes; i += Long.BYTES) {
          out.writeLong(number >> Long.SIZE - 1);
        }
      }
    }
  }
}
